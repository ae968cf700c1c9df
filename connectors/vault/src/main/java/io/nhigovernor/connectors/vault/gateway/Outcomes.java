package io.nhigovernor.connectors.vault.gateway;

import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Reading;
import java.time.Duration;

/** What an answer that was not hoped for means for whoever asked. */
public final class Outcomes {
    private Outcomes() {}

    /** Before anything was changed: whatever happened, the effect did not. @param doing in words */
    public static Outcome notBegun(String doing, Answer answer) {
        return switch (answer) {
            case Answer.Busy busy -> Outcome.NotApplied.busy(doing + ": " + busy.told(), busy.retryAfter());
            case Answer.Lost lost -> Outcome.NotApplied.busy(doing + ": " + lost.told(), Duration.ofSeconds(1));
            case Answer.Found found -> Outcome.NotApplied.refused(doing + ": " + found.told());
            case Answer.Absent absent -> Outcome.NotApplied.refused(doing + ": " + absent.told());
            case Answer.Refused refused -> Outcome.NotApplied.refused(doing + ": " + refused.told());
        };
    }

    /** Of a request that changes something. @param doing in words */
    public static Outcome of(String doing, Answer answer) {
        return answer instanceof Answer.Lost lost
                ? new Outcome.Unknown(doing + ": " + lost.told())
                : notBegun(doing, answer);
    }

    /** Of a later request, when an earlier one has changed something: it is neither as before nor as it should be. */
    public static Outcome halfway(String doing, Answer answer) {
        return answer instanceof Answer.Refused
                ? notBegun(doing, answer)
                : new Outcome.Unknown(doing + ": " + answer.told());
    }

    public static <T> Reading<T> unreadable(String doing, Answer answer) {
        return Reading.unreadable(doing + ": " + answer.told());
    }
}
