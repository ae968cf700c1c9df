/** What breaks between a product and a real server: a proxy that loses, delays and cuts what passes through it. */
@NullMarked
package io.nhigovernor.testkit.faults;

import org.jspecify.annotations.NullMarked;
