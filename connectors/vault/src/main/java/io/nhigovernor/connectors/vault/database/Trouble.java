package io.nhigovernor.connectors.vault.database;

import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Reading;
import java.time.Duration;

/** Why something was not told or not done, in words without anything that was sent or answered. */
sealed interface Trouble {
    Duration LATER = Duration.ofSeconds(1);

    String reason();

    /** A definite no. */
    record Refused(String reason) implements Trouble {}

    /** Definitely not done, and may be asked again. */
    record Away(String reason, Duration retryAfter) implements Trouble {}

    /** It may have been done or not. */
    record Lost(String reason) implements Trouble {}

    static Trouble away(String reason) {
        return new Away(reason, LATER);
    }

    /** @param doing in words */
    static Trouble of(String doing, Answer answer) {
        var reason = doing + ": " + answer.told();
        return switch (answer) {
            case Answer.Found found -> new Refused(reason);
            case Answer.Absent absent -> new Refused(reason);
            case Answer.Refused refused -> new Refused(reason);
            case Answer.Busy busy -> new Away(reason, busy.retryAfter());
            case Answer.Lost lost -> new Lost(reason);
        };
    }

    /** Before anything was changed: whatever happened, the effect did not. */
    default Outcome notBegun() {
        return switch (this) {
            case Refused refused -> NotApplied.refused(refused.reason());
            case Away away -> NotApplied.busy(away.reason(), away.retryAfter());
            case Lost lost -> NotApplied.busy(lost.reason(), LATER);
        };
    }

    /** Of what changes something. */
    default Outcome outcome() {
        return this instanceof Lost lost ? new Outcome.Unknown(lost.reason()) : notBegun();
    }

    default <T> Reading<T> unreadable() {
        return Reading.unreadable(reason());
    }
}
