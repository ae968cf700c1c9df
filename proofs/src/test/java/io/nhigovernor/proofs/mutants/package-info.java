/** Bugs sown into a copy of the core, each of which the simulation must find. */
@NullMarked
package io.nhigovernor.proofs.mutants;

import org.jspecify.annotations.NullMarked;
