/** Floor 10: signals that others push, checked, bounded, counted and handed to the engine. */
@NullMarked
package io.nhigovernor.governor.intake;

import org.jspecify.annotations.NullMarked;
