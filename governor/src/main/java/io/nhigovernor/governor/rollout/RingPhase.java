package io.nhigovernor.governor.rollout;

/** Where a ring stands. */
public sealed interface RingPhase {
    record Pending() implements RingPhase {}

    /** Its members may move. */
    record Open() implements RingPhase {}

    /** All members moved; the gate decides. */
    record Soaking() implements RingPhase {}

    /** All members adopted or excluded, at least one adopted, the verdict was PROMOTE. */
    record Passed() implements RingPhase {}

    /** Ordered back; its started members are on their way. */
    record Restoring(String why) implements RingPhase {}

    /** Never opens, or opened and nobody could move: a compromised rollout was halted, or its candidates were given up. */
    record Closed(String why) implements RingPhase {}

    /** Every started member is back on the prior. Stays so until the rollout ends. */
    record Restored(String why) implements RingPhase {}
}
