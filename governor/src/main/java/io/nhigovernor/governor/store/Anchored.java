package io.nhigovernor.governor.store;

import io.nhigovernor.governor.ledger.HashChain;
import java.time.Instant;

/**
 * What was written down outside the database of how far its ledger had come.
 *
 * @param ledger how many entries it had, and the hash of the last of them
 * @param epoch the newest epoch that was ever taken
 * @param time the database's clock when it was written down
 */
public record Anchored(HashChain ledger, long epoch, Instant time) {
    public Anchored {
        if (epoch < 0) {
            throw new IllegalArgumentException("an epoch is not negative");
        }
    }

    public long sequence() {
        return ledger.size();
    }

    public String head() {
        return ledger.head();
    }
}
