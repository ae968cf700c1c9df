/** Floor 6, pure: entries, canonical bytes, hash chain, Merkle tree, checkpoints and the offline verifier. */
@NullMarked
package io.nhigovernor.governor.ledger;

import org.jspecify.annotations.NullMarked;
