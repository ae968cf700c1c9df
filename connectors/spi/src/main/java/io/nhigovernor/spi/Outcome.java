package io.nhigovernor.spi;

import java.time.Duration;
import java.util.Optional;

/** What became of one effect. Expected answers are values; an exception out of a verb is a bug. */
public sealed interface Outcome {
    /**
     * It is so now.
     *
     * @param observed what was read back
     * @param minted the public part the verifier made (a signed chain), if it made one
     */
    record Applied(Observed observed, Optional<String> minted) implements Outcome {
        public static Applied of(Observed observed) {
            return new Applied(observed, Optional.empty());
        }
    }

    /** It definitely did not happen. {@code retryAfter} is present exactly when {@code why} is {@link Why#BUSY}. */
    record NotApplied(Why why, String reason, Optional<Duration> retryAfter) implements Outcome {
        public static NotApplied refused(String reason) {
            return new NotApplied(Why.REFUSED, reason, Optional.empty());
        }

        public static NotApplied busy(String reason, Duration retryAfter) {
            return new NotApplied(Why.BUSY, reason, Optional.of(retryAfter));
        }
    }

    /** The answer was lost: read, then decide; never blind-retry. */
    record Unknown(String reason) implements Outcome {}

    /** Somebody else changed it; nothing was overwritten. */
    record Drift(Observed found, String what) implements Outcome {}

    /** Why an effect did not happen. */
    enum Why {
        REFUSED,
        BUSY
    }
}
