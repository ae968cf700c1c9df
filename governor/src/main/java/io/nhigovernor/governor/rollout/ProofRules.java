package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Slack;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Real uses of a generation: when they are made and what their answers mean. */
final class ProofRules {
    /** Two definite refusals at one relying party give a candidate up: a fact, not a sample. */
    private static final int REFUSALS_TO_GIVE_UP = 2;

    private ProofRules() {}

    static void prove(
            Stepping step,
            Action.Purpose purpose,
            CredentialChange change,
            TargetId source,
            Fingerprint generation,
            String party) {
        step.errand(
                key(purpose, source, party),
                false,
                () -> new Action.Prove(purpose, change.credential(), source, generation, party));
    }

    static Optional<Step.Refused> proved(Stepping step, Event.Proved event) {
        String key = key(event.purpose(), event.source(), event.relyingParty());
        CredentialChange change = step.change(event.credential());
        step.concerns(event.credential());
        ChangeRules.evidence(
                step,
                event.credential(),
                Map.of(
                        "proof",
                        event.purpose().toString(),
                        "relyingParty",
                        event.relyingParty(),
                        "answer",
                        words(event.proof())));
        switch (event.purpose()) {
            case CANDIDATE -> candidate(step, event, change, key);
            case PRIOR_GONE -> priorGone(step, event, change, key);
            case PRIOR_BACK -> priorBack(step, event, key);
        }
        return Optional.empty();
    }

    private static void candidate(Stepping step, Event.Proved event, CredentialChange change, String key) {
        if (!(change.phase() instanceof ChangePhase.Admitted) && !(change.phase() instanceof ChangePhase.Swapped)) {
            step.errandDone(key);
            return;
        }
        switch (event.proof()) {
            case Proof.Accepted ignored -> {
                step.errandDone(key);
                if (tooShort(step, event)) {
                    giveUp(
                            step,
                            change.credential(),
                            "CANDIDATE_EXPIRES the candidate of " + change.credential() + " is accepted only until "
                                    + event.acceptedUntil().orElseThrow()
                                    + ", which the rollout and its slack outlast: look at the whole chain it was issued under");
                } else {
                    step.put(change.provenAt(plus(change.proven(), event.relyingParty())));
                }
            }
            case Proof.Refused refused -> {
                step.errandAgain(key, step.timing.retryDelay());
                List<String> refusals = plus(change.refusals(), event.relyingParty());
                step.put(change.refusedAt(refusals));
                if (Collections.frequency(refusals, event.relyingParty()) >= REFUSALS_TO_GIVE_UP) {
                    giveUp(
                            step,
                            change.credential(),
                            "PROOF_REFUSED " + event.relyingParty() + " refused the candidate of " + change.credential()
                                    + " twice: " + refused.reason());
                }
            }
            case Proof.Inconclusive ignored -> step.errandAgain(key);
        }
    }

    /** A candidate, with everything it was issued under, must outlive the rollout and its slack as the prior must. */
    private static boolean tooShort(Stepping step, Event.Proved event) {
        return event.acceptedUntil()
                .filter(until -> !Slack.covers(
                        Duration.between(step.now, until), step.plan().predicted()))
                .isPresent();
    }

    private static void giveUp(Stepping step, String credential, String why) {
        step.put(step.change(credential).candidateGivenUp());
        if (ModeRules.compromised(step)) {
            step.alarm(credential, why + "; mint a new candidate: start a new rollout");
            return;
        }
        step.alarm(credential, why);
        step.targetsOf(credential).stream()
                .map(Cutover::ring)
                .filter(ring -> !(step.ring(ring).phase() instanceof RingPhase.Pending))
                .distinct()
                .forEach(ring -> Restores.ringDecided(step, ring, why));
    }

    private static void priorGone(Stepping step, Event.Proved event, CredentialChange change, String key) {
        boolean swappedOut = change.phase() instanceof ChangePhase.Proven && SwapRules.swaps(step, change);
        if (!(change.phase() instanceof ChangePhase.Quarantined) && !swappedOut) {
            step.errandDone(key);
            return;
        }
        switch (event.proof()) {
            case Proof.Refused ignored -> {
                step.errandDone(key);
                step.put(change.priorRefusedAt(plus(change.priorRefused(), event.relyingParty())));
            }
            // Still accepted: the disable has not reached this party; it is asked again, and nothing is destroyed
            // before.
            case Proof.Accepted ignored -> {
                step.errandAgain(key);
                if (change.priorRefused().contains(event.relyingParty()) && step.count("accepted again/" + key) == 1) {
                    step.alarm(
                            change.credential(),
                            event.relyingParty() + " accepts the disabled prior again; it is not destroyed");
                }
            }
            case Proof.Inconclusive ignored -> step.errandAgain(key);
        }
    }

    private static void priorBack(Stepping step, Event.Proved event, String key) {
        step.errandAgain(key, step.timing.reassertEvery());
        Cutover cutover = step.cutover(event.source());
        if (event.proof() instanceof Proof.Refused refused && cutover.phase() instanceof CutoverPhase.Repointed) {
            String facts = event.relyingParty() + " refuses the prior: " + refused.reason();
            step.move(cutover, new CutoverPhase.NeedsHuman(cutover.phase(), facts, true, step.now), facts);
            step.alarm(cutover.target().toString(), facts);
        }
    }

    static String key(Action.Purpose purpose, TargetId source, String party) {
        return "prove/" + purpose + "/" + source + "/" + party;
    }

    private static List<String> plus(List<String> list, String added) {
        var next = new ArrayList<>(list);
        next.add(added);
        return next;
    }

    private static String words(Proof proof) {
        return switch (proof) {
            case Proof.Accepted ignored -> "accepted";
            case Proof.Refused refused -> "refused: " + refused.reason();
            case Proof.Inconclusive inconclusive -> "inconclusive: " + inconclusive.reason();
        };
    }
}
