package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.rollout.Event.ApprovalGiven;
import io.nhigovernor.governor.rollout.Event.ExcludeOrdered;
import io.nhigovernor.governor.rollout.Event.HaltOrdered;
import io.nhigovernor.governor.rollout.Event.HoldOrdered;
import io.nhigovernor.governor.rollout.Event.Judged;
import io.nhigovernor.governor.rollout.Event.Performed;
import io.nhigovernor.governor.rollout.Event.Prechecked;
import io.nhigovernor.governor.rollout.Event.PromoteOrdered;
import io.nhigovernor.governor.rollout.Event.Proposed;
import io.nhigovernor.governor.rollout.Event.Proved;
import io.nhigovernor.governor.rollout.Event.ReadBackDone;
import io.nhigovernor.governor.rollout.Event.Reasserted;
import io.nhigovernor.governor.rollout.Event.RestoreOrdered;
import io.nhigovernor.governor.rollout.Event.ResumeOrdered;
import io.nhigovernor.governor.rollout.Event.SeenOutside;
import io.nhigovernor.governor.rollout.Event.StartOrdered;
import io.nhigovernor.governor.rollout.Event.Ticked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one way a rollout changes. An event is first taken down by its rule; then all rules look at the rollout again
 * and again until none finds anything to do, so that what happens next depends on the state alone and not on the order in
 * which answers came in. After an answer from outside they look at what it was about, so that a step costs what it changes and not
 * what the rollout has; at the whole when a ring or the rollout moved, at an order, a verdict and every tick.
 */
public final class RolloutMachine {
    private final Timing timing;

    public RolloutMachine(Timing timing) {
        this.timing = timing;
    }

    /** While the database is known to have been set back. */
    public Step on(Rollout rollout, Event event, Retained retained, Freeze freeze, Instant now) {
        if (event instanceof Event.Answered answer) {
            return answered(rollout, List.of(answer), retained, freeze, now);
        }
        var step = new Stepping(rollout, timing, retained, freeze, now);
        Optional<Step.Refused> refused = takeDown(step, event);
        if (refused.isPresent()) {
            return refused.get();
        }
        settle(step);
        return step.taken();
    }

    /** Answers from outside that came in together: all are taken down before the rules look. */
    public Step.Taken answered(
            Rollout rollout, List<Event.Answered> answers, Retained retained, Freeze freeze, Instant now) {
        var step = new Stepping(rollout, timing, retained, freeze, now);
        step.looksAtConcerned();
        for (Event.Answered answer : answers) {
            takeDown(step, answer).ifPresent(refused -> {
                throw new IllegalStateException(refused.text());
            });
        }
        settle(step);
        return step.taken();
    }

    public Step on(Rollout rollout, Event event, Instant now) {
        return on(rollout, event, Retained.NOTHING, now);
    }

    /** @param retained what must not be taken away, read for this step */
    public Step on(Rollout rollout, Event event, Retained retained, Instant now) {
        return on(rollout, event, retained, Freeze.NONE, now);
    }

    private static void settle(Stepping step) {
        if (step.freeze == Freeze.UNREAD) {
            return;
        }
        if (step.looksAtAll()) {
            PriorEndRules.settle(step);
        }
        int before;
        do {
            before = step.moveCount();
            RingRules.settle(step);
            ChangeRules.settle(step);
            CutoverRules.settle(step);
            RolloutRules.settle(step);
        } while (step.moveCount() != before);
        if (step.looksAtAll()) {
            SlackRules.settle(step);
            WaitRules.settle(step);
        }
    }

    private static Optional<Step.Refused> takeDown(Stepping step, Event event) {
        return switch (event) {
            case Proposed ignored -> Orders.propose(step);
            case ApprovalGiven approval -> Orders.approve(step, approval);
            case StartOrdered start -> Orders.start(step, start);
            case HoldOrdered hold -> Orders.hold(step, hold);
            case ResumeOrdered resume -> Orders.resume(step, resume);
            case PromoteOrdered promote -> Orders.promote(step, promote);
            case HaltOrdered halt -> Orders.halt(step, halt);
            case RestoreOrdered restore -> Orders.restore(step, restore);
            case ExcludeOrdered exclude -> Orders.exclude(step, exclude);
            case Performed performed -> IntentRules.performed(step, performed);
            case ReadBackDone read -> IntentRules.readBack(step, read);
            case Prechecked prechecked -> ChangeRules.prechecked(step, prechecked);
            case Proved proved -> ProofRules.proved(step, proved);
            case Reasserted reasserted -> CutoverRules.reasserted(step, reasserted);
            case SeenOutside seen -> Rereading.seen(step, seen);
            case Judged judged -> RingRules.judged(step, judged);
            case Ticked tick -> {
                if (!RolloutPhase.before(step.phase()) && !RolloutPhase.over(step.phase())) {
                    step.clocks = step.clocks.plus(tick.passed(), tick.healthy());
                }
                step.live = step.live.next(tick, step.clocks.healthy());
                yield Optional.empty();
            }
        };
    }
}
