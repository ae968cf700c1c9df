/** The accept documents of a home, as files. */
@NullMarked
package io.nhigovernor.connectors.local.accept;

import org.jspecify.annotations.NullMarked;
