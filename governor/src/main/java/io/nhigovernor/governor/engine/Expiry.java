package io.nhigovernor.governor.engine;

import java.time.Duration;
import java.time.Instant;

/** When something that a human said runs out. */
public sealed interface Expiry {
    /** Nobody remembers for longer why it was said. */
    Duration LONGEST = Duration.ofDays(366);

    Instant from(Instant now);

    record At(Instant instant) implements Expiry {
        @Override
        public Instant from(Instant now) {
            return instant;
        }
    }

    /** @param duration positive, at most {@link #LONGEST} */
    record After(Duration duration) implements Expiry {
        public After {
            if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("an expiry lies ahead, by at most " + LONGEST);
            }
        }

        @Override
        public Instant from(Instant now) {
            return now.plus(duration);
        }
    }
}
