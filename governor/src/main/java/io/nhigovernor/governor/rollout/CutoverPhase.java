package io.nhigovernor.governor.rollout;

import java.time.Duration;
import java.time.Instant;

/** Where one target stands; A is the prior, B the candidate, the pointer what its delivery offers. */
public sealed interface CutoverPhase {
    /** Pointer A; nothing staged here. */
    record Waiting() implements CutoverPhase {}

    /** Pointer A; B lies pending. @param complete false while only the key lies there and the chain is to come */
    record Staged(boolean complete) implements CutoverPhase {}

    /** The promote intent is recorded; the pointer shows A or B. */
    record Promoting() implements CutoverPhase {}

    /** Pointer B. @param at when the pointer moved @param healthy the rollout's healthy time then */
    record Promoted(Instant at, Duration healthy) implements CutoverPhase {}

    /** Pointer B; every known consumer seen on B and none on A for the quiet period. */
    record Adopted(Instant at) implements CutoverPhase {}

    /** On its way back: the pointer may show either until a write with A was seen. */
    record Restoring(String why) implements CutoverPhase {}

    /** Pointer A, written again. @param elapsed the rollout's elapsed time then @param healthy its healthy time then */
    record Repointed(Instant at, Duration elapsed, Duration healthy) implements CutoverPhase {}

    /** Pointer A and its consumers seen back on A. @param elapsed the rollout's elapsed time then */
    record Restored(Instant at, Duration elapsed) implements CutoverPhase {}

    /** Out of this rollout by a human's word; pointer A. */
    record Excluded(String by, String why) implements CutoverPhase {}

    /** Waits for a human's resume, which returns it to its phase inside. @param since when it began to wait */
    record Held(CutoverPhase inside, String why, Instant since) implements CutoverPhase {}

    /** A human must look; restore tries again, exclude once the pointer was read back as A. @param since when it began to wait */
    record NeedsHuman(CutoverPhase inside, String facts, boolean pointerIsPrior, Instant since)
            implements CutoverPhase {}

    /** Not on its way anywhere and not on B: B may be withdrawn as far as this target goes. */
    static boolean clearOfCandidate(CutoverPhase phase) {
        return phase instanceof Waiting || phase instanceof Restored || phase instanceof Excluded;
    }

    /** Started: it must turn back when a halt or restore says so. */
    static boolean started(CutoverPhase phase) {
        return switch (phase) {
            case Staged ignored -> true;
            case Promoting ignored -> true;
            case Promoted ignored -> true;
            case Adopted ignored -> true;
            case Held held -> started(held.inside());
            case Waiting ignored -> false;
            case Restoring ignored -> false;
            case Repointed ignored -> false;
            case Restored ignored -> false;
            case Excluded ignored -> false;
            case NeedsHuman ignored -> false;
        };
    }

    /** The pointer shows, or may show, the candidate. */
    static boolean moved(CutoverPhase phase) {
        return phase instanceof Promoting
                || phase instanceof Promoted
                || phase instanceof Adopted
                || phase instanceof Held held && moved(held.inside());
    }
}
