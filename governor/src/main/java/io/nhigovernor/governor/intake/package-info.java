/** Floor 10: signals that others push and connectors read, checked, bounded, counted and handed to the engine. */
@NullMarked
package io.nhigovernor.governor.intake;

import org.jspecify.annotations.NullMarked;
