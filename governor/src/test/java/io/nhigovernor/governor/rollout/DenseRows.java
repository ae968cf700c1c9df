package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows of one rollout, and the epoch of whoever may write them. */
final class DenseRows {
    private Rollout.Header header;
    private SortedMap<String, CredentialChange> changes;
    private SortedMap<TargetId, Cutover> cutovers;
    private long epoch = 1;

    DenseRows(Rollout draft) {
        header = draft.header();
        changes = new TreeMap<>(draft.changes());
        cutovers = new TreeMap<>(draft.cutovers());
    }

    void begin(Rollout draft) {
        header = draft.header();
        changes = new TreeMap<>(draft.changes());
        cutovers = new TreeMap<>(draft.cutovers());
    }

    long epoch() {
        return epoch;
    }

    /** Somebody else owns the rows from now on. */
    void taken() {
        epoch++;
    }

    /** False, and nothing written, under any epoch but the newest. */
    boolean commit(long under, Step.Taken step) {
        if (under != epoch) {
            return false;
        }
        if (step.headerChanged()) {
            header = step.next().header();
        }
        step.changes().forEach(change -> changes.put(change.credential(), change));
        step.cutovers().forEach(cutover -> cutovers.put(cutover.target(), cutover));
        return true;
    }

    Rollout reloaded(Instant now) {
        return Rollout.reloaded(header, List.copyOf(changes.values()), List.copyOf(cutovers.values()), now);
    }
}
