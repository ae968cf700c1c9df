package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a credential is still as the governor knows it.
 *
 * @param state AS_KNOWN; DRIFTED: somebody else changed it, and nothing is planned or started with it; NOT_LOOKED_AT: nobody
 *     knows; IN_ROLLOUT: its rollout looks after it
 * @param lookedAt when it was last seen
 * @param unreadable why it could not be seen since
 * @param since when it was first seen drifted
 * @param differences what is not as it was known
 */
public record DriftView(
        String credential,
        State state,
        Optional<Instant> lookedAt,
        Optional<String> unreadable,
        Optional<Instant> since,
        List<DifferenceView> differences) {
    public DriftView {
        differences = List.copyOf(differences);
    }

    public enum State {
        AS_KNOWN,
        DRIFTED,
        NOT_LOOKED_AT,
        IN_ROLLOUT
    }

    /**
     * @param where verifier, or delivery to a holder
     * @param known fingerprint of the generation that was there
     * @param found fingerprint of the generation that is there
     * @param version the delivery's own, which the write made
     * @param by the attempt it is labelled with
     * @param text all of it in words
     */
    public record DifferenceView(
            String where,
            Optional<String> known,
            Optional<String> found,
            Optional<Long> version,
            Optional<String> by,
            String text) {}
}
