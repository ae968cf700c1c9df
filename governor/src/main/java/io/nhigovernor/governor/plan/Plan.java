package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a rollout will do, frozen: targets, rings, gates, connector settings. Every forward intent carries its digest.
 *
 * @param digest {@code sha256:} over the canonical form of everything that decides what happens (S13)
 * @param control the accounts held back, on the same verifiers
 * @param predicted how long it takes if nothing is held
 * @param promise in words: what a promotion promises, and what the weakest backend can
 * @param restoreProof in words: why a restore will work, from where the prior is read again
 * @param attainableDelta per ring, the excess share its expected traffic can bound; printed also under proof-of-life
 * @param notes everything a reader should know that is no refusal (SHORT_BASELINE, NO_CONTROL, LOW_POWER, uncovered holders)
 * @param commit the git commit the documents came from, if given
 * @param mode whether there is a way back
 * @param authors who wrote or waived what it is made from; none of them approves it
 */
public record Plan(
        String digest,
        RingPlan ringPlan,
        List<PlannedCredential> credentials,
        List<PlannedRing> rings,
        List<TargetId> control,
        Duration predicted,
        CapabilityClass weakest,
        String promise,
        String restoreProof,
        List<Double> attainableDelta,
        List<Note> notes,
        Optional<String> commit,
        Mode mode,
        List<String> authors) {
    public Plan {
        credentials = PlannedCredentials.copyOf(credentials);
        rings = List.copyOf(rings);
        control = List.copyOf(control);
        attainableDelta = List.copyOf(attainableDelta);
        notes = List.copyOf(notes);
        authors = List.copyOf(authors);
    }

    /** A routine plan of nobody's hand. */
    public Plan(
            String digest,
            RingPlan ringPlan,
            List<PlannedCredential> credentials,
            List<PlannedRing> rings,
            List<TargetId> control,
            Duration predicted,
            CapabilityClass weakest,
            String promise,
            String restoreProof,
            List<Double> attainableDelta,
            List<Note> notes,
            Optional<String> commit) {
        this(
                digest,
                ringPlan,
                credentials,
                rings,
                control,
                predicted,
                weakest,
                promise,
                restoreProof,
                attainableDelta,
                notes,
                commit,
                Mode.ROUTINE,
                List.of());
    }

    /** The same in this mode. */
    public Plan in(Mode other) {
        return new Plan(
                digest,
                ringPlan,
                credentials,
                rings,
                control,
                predicted,
                weakest,
                promise,
                restoreProof,
                attainableDelta,
                notes,
                commit,
                other,
                authors);
    }

    /** The prior is known to others: nothing leads back to it. */
    public boolean compromised() {
        return mode == Mode.COMPROMISED;
    }

    /** The planned credential of this id. */
    public PlannedCredential credential(String id) {
        return PlannedCredentials.copyOf(credentials)
                .of(id)
                .orElseThrow(() -> new IllegalArgumentException("no credential " + id + " in the plan"));
    }

    /** @param code stable, upper case */
    public record Note(String code, String text) {}
}
