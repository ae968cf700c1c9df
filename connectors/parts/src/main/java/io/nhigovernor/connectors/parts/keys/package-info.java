/** Elliptic-curve keys, their PEM, shared secrets, and the key that names and seals them; JDK cryptography only. */
@NullMarked
package io.nhigovernor.connectors.parts.keys;

import org.jspecify.annotations.NullMarked;
