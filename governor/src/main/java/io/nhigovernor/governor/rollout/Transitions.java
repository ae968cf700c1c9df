package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.rollout.Step.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every arrow that may be drawn, with its reason. A move that is not here is a bug and stops the step. */
public final class Transitions {
    private static final List<Arrow> ARROWS = new ArrayList<>();
    private static final Set<String> ALLOWED;

    static {
        rollout("DRAFT", "PROPOSED", "its digest lies before the approvers");
        rollout("PROPOSED", "APPROVED", "as many approvals as ring 0 asks for");
        rollout("APPROVED", "RUNNING", "start");
        rollout("RUNNING", "HELD", "hold, or a restore of less than the whole");
        rollout("HELD", "RUNNING", "resume");
        rollout("RUNNING", "HALTING", "halt, or a restore where the plan takes the whole rollout back");
        rollout("HELD", "HALTING", "halt");
        rollout("RUNNING", "COMPLETED", "every prior retired");
        rollout("RUNNING", "PARTIAL", "ended with targets excluded or holders uncovered");
        rollout("HALTING", "RESTORED", "every started target back, every candidate withdrawn");
        rollout("HALTING", "PARTIAL", "some priors were past the point of no return");

        ring("PENDING", "OPEN", "the previous ring passed, approvals are there");
        ring("OPEN", "SOAKING", "every member moved");
        ring("SOAKING", "PASSED", "every member adopted or excluded, the verdict is PROMOTE");
        ring("OPEN", "RESTORING", "restore");
        ring("SOAKING", "RESTORING", "restore");
        ring("PASSED", "RESTORING", "restore");
        ring("PENDING", "CLOSED", "compromised: halted, or the ring before it is closed");
        ring("OPEN", "CLOSED", "compromised: every member is excluded or its candidate given up");
        ring("RESTORING", "RESTORED", "every started member is back");

        change("PLANNED", "PRECHECKED", "A works, is readable, nobody else's attempt");
        change("PLANNED", "REFUSED", "the precheck found reasons");
        change("PLANNED", "WITHDRAWN", "halted before anything was made, or nobody left to use it");
        change("PRECHECKED", "ADMITTING", "the first target holds B: the admit intent is recorded");
        change("PRECHECKED", "WITHDRAWN", "halted before B was admitted, or nobody left to use it");
        change("ADMITTING", "ADMITTED", "B is accepted beside A");
        change("ADMITTING", "NEEDS_HUMAN", "the verifier refuses B, or holds somebody else's");
        change("ADMITTING", "PRECHECKED", "turned back, and B was not admitted");
        change("ADMITTING", "SWAPPED", "no overlap: B is accepted in place of A");
        change("SWAPPED", "PROVEN", "every pointer moved, and B worked at every declared relying party");
        change("SWAPPED", "ENABLING", "turned back: A is swapped in again");
        change("ADMITTED", "PROVEN", "B worked at every declared relying party");
        change("ADMITTED", "WITHDRAWING", "halted, or B given up after two refusals");
        change("PROVEN", "DISABLING", "all targets adopted, all rings passed, watched");
        change("PROVEN", "RETIRING", "as before, and A cannot be disabled, or was swapped out");
        change("PROVEN", "WITHDRAWING", "no target points at or uses B: halted, or nobody left to use it");
        change("PROVEN", "ENABLING", "no overlap, turned back: A is swapped in again");
        change("PROVEN", "OVERLAPPED", "the rollout ended with targets on both");
        change("DISABLING", "QUARANTINED", "A is disabled");
        change("DISABLING", "ENABLING", "the disable did not go through, or a restore came");
        change("DISABLING", "PROVEN", "compromised: the accept list was at another version, tried again");
        change("DISABLING", "NEEDS_HUMAN", "compromised: A cannot be disabled");
        change("QUARANTINED", "ENABLING", "a restore, a straggler on A, a clock set back, or the end of a brown-out");
        change("QUARANTINED", "RETIRING", "quarantine over, A proven refused again: the point of no return");
        change("ENABLING", "PROVEN", "A is accepted again");
        change("ENABLING", "SWAPPED_BACK", "no overlap: A is accepted in place of B");
        change("ENABLING", "NEEDS_HUMAN", "A cannot be enabled");
        change("SWAPPED_BACK", "WITHDRAWING", "no target points at or uses B");
        change("RETIRING", "DONE", "A is gone");
        change("RETIRING", "NEEDS_HUMAN", "A cannot be destroyed");
        change("WITHDRAWING", "WITHDRAWN", "B is gone");
        change("WITHDRAWING", "NEEDS_HUMAN", "B cannot be destroyed");
        change("OVERLAPPED", "WITHDRAWING", "halted, and no target points at or uses B");
        change("NEEDS_HUMAN", "PRECHECKED", "a human said: again");
        change("NEEDS_HUMAN", "PROVEN", "compromised: a human said: again");
        change("NEEDS_HUMAN", "ENABLING", "a human said: again");
        change("NEEDS_HUMAN", "RETIRING", "a human said: again");
        change("NEEDS_HUMAN", "WITHDRAWING", "a human said: again");

        cutover("WAITING", "STAGED", "B lies pending here");
        cutover("WAITING", "NEEDS_HUMAN", "the delivery will not keep B");
        cutover("WAITING", "EXCLUDED", "exclude: restored before it had moved, or refused by its precheck");
        cutover("STAGED", "PROMOTING", "its ring is open, B is proven: the promote intent is recorded");
        cutover("STAGED", "WAITING", "turned back: the pending value was discarded, or lies on for others");
        cutover("STAGED", "NEEDS_HUMAN", "the delivery will not complete B");
        cutover("PROMOTING", "PROMOTED", "the pointer shows B");
        cutover("PROMOTING", "STAGED", "the pointer had another version: read, to be tried again");
        cutover("PROMOTING", "RESTORING", "turned back with the promote in flight");
        cutover("PROMOTING", "NEEDS_HUMAN", "somebody else moved the pointer");
        cutover("PROMOTED", "ADOPTED", "its consumer was seen on B only");
        cutover("PROMOTED", "RESTORING", "turned back, or adoptBy passed with its consumer on A");
        cutover("PROMOTED", "HELD", "adoptBy passed and nothing was heard");
        cutover("ADOPTED", "RESTORING", "turned back");
        cutover("HELD", "PROMOTED", "resume");
        cutover("HELD", "RESTORING", "turned back");
        cutover("RESTORING", "REPOINTED", "the pointer shows A, written again");
        cutover("RESTORING", "NEEDS_HUMAN", "the pointer cannot be moved back");
        cutover("REPOINTED", "RESTORED", "its consumer was seen good on A");
        cutover("REPOINTED", "NEEDS_HUMAN", "A is refused, or returnBy passed");
        cutover("RESTORED", "RESTORING", "re-assertion found something else");
        cutover("RESTORED", "EXCLUDED", "exclude");
        cutover("NEEDS_HUMAN", "RESTORING", "restore or halt: again");
        cutover("NEEDS_HUMAN", "WAITING", "restore or halt with nothing moved");
        cutover("NEEDS_HUMAN", "STAGED", "compromised: a human said: again, forward");
        cutover("NEEDS_HUMAN", "PROMOTING", "compromised: a human said: again, forward");
        cutover("NEEDS_HUMAN", "EXCLUDED", "exclude, the pointer was read back as A");
        ALLOWED = ARROWS.stream()
                .map(arrow -> key(arrow.machine(), arrow.from(), arrow.to()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Transitions() {}

    public static List<Arrow> all() {
        return List.copyOf(ARROWS);
    }

    static boolean allowed(Machine machine, String from, String to) {
        return ALLOWED.contains(key(machine, from, to));
    }

    private static String key(Machine machine, String from, String to) {
        return machine + " " + from + " " + to;
    }

    private static void rollout(String from, String to, String why) {
        ARROWS.add(new Arrow(Machine.ROLLOUT, from, to, why));
    }

    private static void ring(String from, String to, String why) {
        ARROWS.add(new Arrow(Machine.RING, from, to, why));
    }

    private static void change(String from, String to, String why) {
        ARROWS.add(new Arrow(Machine.CHANGE, from, to, why));
    }

    private static void cutover(String from, String to, String why) {
        ARROWS.add(new Arrow(Machine.CUTOVER, from, to, why));
    }

    public record Arrow(Machine machine, String from, String to, String why) {}
}
