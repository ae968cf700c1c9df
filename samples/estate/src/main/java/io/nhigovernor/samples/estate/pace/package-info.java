/** When things of the estate happen: one clockwork that runs turns on virtual threads. */
@NullMarked
package io.nhigovernor.samples.estate.pace;

import org.jspecify.annotations.NullMarked;
