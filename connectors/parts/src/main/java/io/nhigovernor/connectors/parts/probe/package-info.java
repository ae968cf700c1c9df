/** One real login at a relying party, over the JDK's HTTP and TLS. */
@NullMarked
package io.nhigovernor.connectors.parts.probe;

import org.jspecify.annotations.NullMarked;
