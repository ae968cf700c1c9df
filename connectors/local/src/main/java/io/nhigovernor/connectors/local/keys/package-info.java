/** Elliptic-curve keys, their PEM, and the store's own key; JDK cryptography only. */
@NullMarked
package io.nhigovernor.connectors.local.keys;

import org.jspecify.annotations.NullMarked;
