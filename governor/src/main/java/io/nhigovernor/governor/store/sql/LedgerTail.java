package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.ledger.CanonicalEntry;
import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.ledger.MerkleTree;

/** Where the ledger ends: what the next entry follows, and the tree it grows. */
record LedgerTail(HashChain chain, MerkleTree tree) {
    static final LedgerTail EMPTY = new LedgerTail(HashChain.EMPTY, MerkleTree.EMPTY);

    LedgerTail after(CanonicalEntry entry) {
        return new LedgerTail(chain.after(entry), tree.with(entry.entry().hash()));
    }
}
