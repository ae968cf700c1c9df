/** Proofs on real processes: a governor killed again and again beside a running estate, and a scan for leaked secrets. */
@NullMarked
package io.nhigovernor.samples.estate.proof;

import org.jspecify.annotations.NullMarked;
