package io.nhigovernor.samples.estate.proof;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One planned kill inside one operation on one subject. From a certain ledger entry on, the lock that the effect needs is
 * held by the test, so that the intent is recorded and its effect cannot happen before the kill.
 */
final class Ambush implements Trap {
    /** On which side of the effect the governor dies. */
    enum Side {
        BEFORE,
        /** The lock is given back, and the kill comes as soon as the effect shows outside. */
        AFTER
    }

    private static final long EFFECT_WITHIN_NANOS = 20_000_000_000L;

    final String operation;
    private final Outside outside;
    private final Outside.Subject subject;
    private final Side side;
    private final Predicate<Entry> from;
    private Optional<Outside.Held> held = Optional.empty();
    private boolean done;

    /** @param from the entry after which the lock is taken */
    Ambush(Outside outside, String operation, String subject, Side side, Predicate<Entry> from) {
        this.outside = outside;
        this.operation = operation;
        this.subject = new Outside.Subject(subject);
        this.side = side;
        this.from = from;
    }

    @Override
    public void see(List<Entry> fresh) throws IOException {
        for (var entry : fresh) {
            if (!done && held.isEmpty() && from.test(entry)) {
                held = Optional.of(outside.lock(subject));
            } else if (held.isPresent() && entry.isOutcome() && entry.of(operation, subject.text())) {
                // It had happened before the lock was ours: too late, and nothing else may wait for us.
                letGo();
            }
        }
    }

    private void letGo() throws IOException {
        held.orElseThrow().close();
        held = Optional.empty();
        done = true;
    }

    @Override
    public Optional<String> sprung(List<Entry> open) {
        return held.flatMap(lock -> open.stream()
                .filter(entry ->
                        entry.operation().equals(operation) && entry.subject().equals(subject.text()))
                .map(entry -> this + " " + entry.intent())
                .findFirst());
    }

    @Override
    public void strike(GovernorProcess governor) throws IOException, InterruptedException {
        switch (side) {
            case BEFORE -> governor.kill();
            case AFTER -> {
                var before = outside.seen(subject);
                held.orElseThrow().close();
                if (!outside.awaitChange(subject, before, EFFECT_WITHIN_NANOS)) {
                    throw new AssertionError("no effect of " + this);
                }
                governor.kill();
            }
        }
        letGo();
    }

    @Override
    public void afterwards(Api api) {}

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public String toString() {
        return operation + " " + subject.text() + " " + side;
    }
}
