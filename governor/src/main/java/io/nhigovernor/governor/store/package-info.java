/** Floor 8, port: what is kept, and the one transaction that keeps it. */
@NullMarked
package io.nhigovernor.governor.store;

import org.jspecify.annotations.NullMarked;
