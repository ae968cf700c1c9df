package io.nhigovernor.governor.rollout;

import java.time.Duration;
import java.time.Instant;

/** Where a credential change stands: one credential moving from prior (A) to candidate (B) at its verifier. */
public sealed interface ChangePhase {
    /** A accepted; nothing was touched. */
    record Planned() implements ChangePhase {}

    /** A was seen working and readable, nobody else's attempt lies there. */
    record Prechecked() implements ChangePhase {}

    /** The precheck found reasons against it; nothing was touched. */
    record Refused(String why) implements ChangePhase {}

    /** The admit intent is recorded; whether B is accepted is not known. */
    record Admitting() implements ChangePhase {}

    /** A and B accepted; B was not yet used anywhere. @param since elapsed rollout time */
    record Admitted(Duration since) implements ChangePhase {}

    /** B accepted in place of A, where one value is held at a time: the pointers follow at once. @param since as above */
    record Swapped(Duration since) implements ChangePhase {}

    /** B worked at every declared relying party; targets may promote. */
    record Proven() implements ChangePhase {}

    /** The disable intent of A is recorded. */
    record Disabling() implements ChangePhase {}

    /** B accepted, A disabled but not destroyed. @param at when the disable left @param since healthy rollout time then */
    record Quarantined(Instant at, Duration since) implements ChangePhase {}

    /** A is being given back; always a write. */
    record Enabling(String why) implements ChangePhase {}

    /** A accepted again in place of B, where one value is held at a time: the pointers go back. */
    record SwappedBack() implements ChangePhase {}

    /** The point of no return: the destroy intent of A is recorded. */
    record Retiring() implements ChangePhase {}

    /** A is gone, B is the credential. */
    record Done() implements ChangePhase {}

    /** The destroy intent of B is recorded; no target points at it or uses it. */
    record Withdrawing() implements ChangePhase {}

    /** B is gone, or never was; A is the credential. */
    record Withdrawn() implements ChangePhase {}

    /** The rollout ended with some targets on B and others on A: both stay accepted, listed. */
    record Overlapped(String why) implements ChangePhase {}

    /** A human must look: {@code facts} are what was found outside. Keeps its phase inside. @param since when it began to wait */
    record NeedsHuman(ChangePhase inside, String facts, Instant since) implements ChangePhase {}

    /** After it no restore is possible. */
    static boolean pastReturn(ChangePhase phase) {
        return phase instanceof Retiring
                || phase instanceof Done
                || phase instanceof NeedsHuman stuck && pastReturn(stuck.inside());
    }

    /** A is, or may be, not accepted: whoever goes back waits until it is again. */
    static boolean priorMayBeDisabled(ChangePhase phase) {
        return phase instanceof Disabling
                || phase instanceof Quarantined
                || phase instanceof Enabling
                || phase instanceof NeedsHuman stuck && priorMayBeDisabled(stuck.inside());
    }
}
