/** Follows a log file that another program writes and rotates, whatever its lines say. */
@NullMarked
package io.nhigovernor.connectors.vault.tail;

import org.jspecify.annotations.NullMarked;
