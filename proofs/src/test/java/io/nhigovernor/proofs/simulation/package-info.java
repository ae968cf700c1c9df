/** Many simulated worlds, what they must hold, and how a world that breaks is told again. */
@NullMarked
package io.nhigovernor.proofs.simulation;

import org.jspecify.annotations.NullMarked;
