package io.nhigovernor.governor.store.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What every write of a transaction carries.
 *
 * @param epoch the writer's fencing epoch
 * @param now the database's clock, microseconds since 1970
 */
record Stamp(long epoch, long now) {
    Instant time() {
        return Instant.EPOCH.plus(now, ChronoUnit.MICROS);
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
