/** Breakages that can be switched on and off while the estate runs. */
@NullMarked
package io.nhigovernor.samples.estate.breakage;

import org.jspecify.annotations.NullMarked;
