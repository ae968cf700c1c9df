/** Writes that are durable, and seen whole or not at all. */
@NullMarked
package io.nhigovernor.connectors.parts.files;

import org.jspecify.annotations.NullMarked;
