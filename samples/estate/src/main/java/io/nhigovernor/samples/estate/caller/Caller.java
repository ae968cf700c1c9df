package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.samples.estate.count.Counters;
import io.nhigovernor.samples.estate.pace.Pace;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service account calling one service with one of its credentials, for as long as the estate runs. */
final class Caller {
    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
    private static final String NOTHING = "nothing-delivered";

    private final TargetId target;
    private final RelyingParty service;
    private final Wallet wallet;
    private final Rhythm rhythm;
    private final Habits habits;
    private final Counters counters;
    private final Clock clock;

    Caller(
            TargetId target,
            RelyingParty service,
            Wallet wallet,
            Rhythm rhythm,
            Habits habits,
            Counters counters,
            Clock clock) {
        this.target = target;
        this.service = service;
        this.wallet = wallet;
        this.rhythm = rhythm;
        this.habits = habits;
        this.counters = counters;
        this.clock = clock;
    }

    void start(Pace pace) {
        turnAfter(rhythm.first(), pace);
    }

    private void turnAfter(Duration gap, Pace pace) {
        pace.after(gap, () -> {
            var result = CallResult.EXCLUDED;
            try {
                if (!habits.silent().contains(target.identity())) {
                    result = call();
                }
            } finally {
                turnAfter(result == CallResult.REFUSED ? rhythm.backOff() : rhythm.next(), pace);
            }
        });
    }

    private CallResult call() {
        var now = clock.instant();
        try {
            var held = wallet.at(now, habits.neverReload().contains(target.identity()));
            var result = held.call(service, target, now);
            counters.called(target, service.name(), held.fingerprint().value(), result, clock.instant());
            return result;
        } catch (IOException e) {
            LOG.debug("{} has nothing to present", target);
            counters.called(target, service.name(), NOTHING, CallResult.EXCLUDED, now);
            return CallResult.EXCLUDED;
        }
    }
}
