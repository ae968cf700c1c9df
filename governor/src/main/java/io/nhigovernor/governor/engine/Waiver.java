package io.nhigovernor.governor.engine;

import java.time.Instant;

/**
 * A human's word that a rollout may begin, or be tried again, without what is asked for otherwise.
 *
 * @param expires from then on it counts for nothing
 */
record Waiver(String by, String reason, Instant given, Instant expires) {
    boolean counts(Instant now) {
        return now.isBefore(expires);
    }
}
