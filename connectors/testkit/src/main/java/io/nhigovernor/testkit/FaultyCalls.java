package io.nhigovernor.testkit;

import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Reading;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What both fault decorators do with an effect or a read. {@code R} is what a read of one subject answers. */
final class FaultyCalls<R> {
    private final Faults faults;
    private final DelayedEffects delayed;
    private final Map<String, Reading<R>> before = new HashMap<>();

    /** One call of an effectful verb. */
    interface Effect {
        Outcome perform();
    }

    FaultyCalls(Faults faults, DelayedEffects delayed) {
        this.faults = faults;
        this.delayed = delayed;
    }

    Fault next(String verb, String subject) {
        return faults.next(verb, subject);
    }

    /** @param read the truth now, kept so that a later read can be stale */
    Outcome effect(String verb, String subject, Supplier<Reading<R>> read, Effect effect) {
        return effect(verb, subject, read, effect, effect);
    }

    /** @param late the effect for when it lands later, holding copies of what the caller may close meanwhile */
    Outcome effect(String verb, String subject, Supplier<Reading<R>> read, Effect effect, Effect late) {
        Effect remembering = () -> {
            remember(subject, read.get());
            return effect.perform();
        };
        return switch (next(verb, subject)) {
            case NONE, STALE_READ -> remembering.perform();
            case REFUSE -> Outcome.NotApplied.refused("fault: refused");
            case TIMEOUT_BEFORE -> new Outcome.Unknown("fault: timed out");
            case TIMEOUT_AFTER -> {
                remembering.perform();
                yield new Outcome.Unknown("fault: timed out");
            }
            case DUPLICATE -> {
                remembering.perform();
                yield effect.perform();
            }
            case DELAY -> {
                delayed.hold(() -> {
                    remember(subject, read.get());
                    late.perform();
                });
                yield new Outcome.Unknown("fault: no answer yet");
            }
        };
    }

    Reading<R> read(String subject, Supplier<Reading<R>> read) {
        return switch (next("read", subject)) {
            case NONE, DUPLICATE -> read.get();
            case STALE_READ -> stale(subject, read);
            case REFUSE, TIMEOUT_BEFORE, TIMEOUT_AFTER, DELAY -> Reading.unreadable("fault: unreadable");
        };
    }

    <T> Reading<T> plainRead(String verb, String subject, Supplier<Reading<T>> read) {
        return switch (next(verb, subject)) {
            case NONE, DUPLICATE, STALE_READ -> read.get();
            case REFUSE, TIMEOUT_BEFORE, TIMEOUT_AFTER, DELAY -> Reading.unreadable("fault: unreadable");
        };
    }

    private synchronized void remember(String subject, Reading<R> truth) {
        before.put(subject, truth);
    }

    private synchronized Reading<R> stale(String subject, Supplier<Reading<R>> read) {
        var old = before.get(subject);
        return old == null ? read.get() : old;
    }
}
