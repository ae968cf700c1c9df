/** What simulated worlds share: disturbances drawn from a seed, what they cost, and what of them was met. */
@NullMarked
package io.nhigovernor.governor.simulation;

import org.jspecify.annotations.NullMarked;
