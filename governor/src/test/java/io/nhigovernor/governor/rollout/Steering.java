package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.simulation.Disturbance;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * What luck alone meets too seldom. In a share of the worlds an operation is singled out before it is first sent, and its fault
 * and where the process ends while it is open are drawn evenly from all there are, so that each of their combinations is met
 * often enough to be demanded. Common operations are singled out now and then, rare ones always.
 */
final class Steering {
    /** Steps after which what was waited for is not waited for any longer. */
    private static final int PATIENCE = 60;

    private static final int NO_END = Integer.MAX_VALUE;
    /** Few enough for a rollout to come to its end. */
    private static final int AT_THE_END = 6;

    private final SplittableRandom random;
    private final boolean steers;
    private final Set<String> singledOut = new HashSet<>();
    private Optional<Pending> pending = Optional.empty();
    /** Its target turned back again: it may be sent now. */
    private Optional<Pending> turned = Optional.empty();
    /** How many more are singled out where nothing else goes wrong any more. */
    private int last = NO_END;

    /**
     * What an operation is to meet.
     *
     * @param fault none if it goes well
     * @param crash where the process ends while it is open, if it does
     * @param turned whether its target turns back again before it is sent
     */
    record Order(Optional<Disturbance> fault, Optional<Disturbance> crash, boolean turned) {
        /** Something is to happen before it is sent. */
        boolean waits() {
            return turned || fault.isEmpty() && crash.isPresent();
        }
    }

    private static final class Pending {
        private final String intent;
        private final Order order;
        private int patience = PATIENCE;

        Pending(String intent, Order order) {
            this.intent = intent;
            this.order = order;
        }
    }

    Steering(long seed, boolean steers) {
        this.random = new SplittableRandom(~seed);
        this.steers = steers;
    }

    /** Another rollout. */
    void begin() {
        pending = Optional.empty();
        turned = Optional.empty();
        singledOut.clear();
        last = NO_END;
    }

    /** One at a time, and none twice. @param possible whether a fault can be done to it */
    Optional<Order> order(Rollout rollout, OpenIntent intent, Predicate<Disturbance> possible) {
        if (turned.filter(it -> it.intent.equals(intent.id())).isPresent()) {
            Order order = turned.get().order;
            turned = Optional.empty();
            return Optional.of(new Order(order.fault(), order.crash(), false));
        }
        if (!steers || pending.isPresent() || last == 0 || !singledOut.add(intent.id())) {
            return Optional.empty();
        }
        return phaseOf(rollout, intent.id()).flatMap(phase -> order(intent, phase, possible));
    }

    private Optional<Order> order(OpenIntent intent, Record phase, Predicate<Disturbance> possible) {
        int oneIn = oneIn(intent.operation(), phase);
        if (random.nextInt(oneIn) > 0 || last != NO_END && oneIn > 2) {
            return Optional.empty();
        }
        last -= last == NO_END ? 0 : 1;
        boolean mayTurn = intent.operation() == Operation.DISCARD && phase instanceof CutoverPhase.Restored;
        List<Disturbance> faults =
                DenseWorld.CALL_FAULTS.stream().filter(possible).toList();
        return Optional.of(
                new Order(oneOrNone(faults), oneOrNone(DenseWorld.CRASHES), mayTurn && random.nextInt(4) > 0));
    }

    private Optional<Disturbance> oneOrNone(List<Disturbance> all) {
        int drawn = random.nextInt(all.size() + 1);
        return drawn == all.size() ? Optional.empty() : Optional.of(all.get(drawn));
    }

    private static int oneIn(Operation operation, Record phase) {
        return switch (operation) {
            case STAGE -> phase instanceof CutoverPhase.Staged ? 1 : 20;
            case PROMOTE -> 20;
            case REPOINT -> 2;
            case DISCARD -> phase instanceof CutoverPhase.Adopted ? 20 : 1;
            case ADMIT -> 8;
            case DISABLE -> 8;
            case DESTROY -> 8;
            case ENABLE -> 1;
            case WITHDRAW -> 2;
        };
    }

    /** The process is to end while this is open. */
    void awaits(OpenIntent intent, Order order) {
        pending = Optional.of(new Pending(intent.id(), order));
    }

    /** Nothing else goes wrong any more in this rollout: of what is rare, the last few are singled out. */
    void calm() {
        pending = Optional.empty();
        last = AT_THE_END;
    }

    /** Somebody is just back, and his value still to be dropped: time goes slowly, so that both fall together. */
    boolean lingers(Rollout rollout, Timing timing) {
        return steers && rollout.cutovers().values().stream().anyMatch(cutover -> lingers(rollout, cutover, timing));
    }

    /** It is asked again whether he is back, and not answered before his value is being dropped. */
    boolean keeps(Rollout rollout, Cutover cutover, Timing timing) {
        return steers && cutover.intent().isEmpty() && lingers(rollout, cutover, timing);
    }

    private static boolean lingers(Rollout rollout, Cutover cutover, Timing timing) {
        return cutover.phase() instanceof CutoverPhase.Restored restored
                && cutover.staged().isPresent()
                && !cutover.tidied()
                && rollout.header().clocks().elapsed().minus(restored.elapsed()).compareTo(timing.reassertFor()) < 0;
    }

    /** Nothing of it is answered before the process ended. */
    boolean awaits(OpenIntent intent) {
        return pending.filter(it -> it.intent.equals(intent.id())).isPresent();
    }

    /** Waits for its target to turn back again. */
    boolean awaitsTurn(OpenIntent intent) {
        return awaits(intent) && pending.orElseThrow().order.turned();
    }

    /** Whether the process ends now, and how; forgotten if it did, or if the wait was too long. */
    Optional<Disturbance> crash(Rollout rollout) {
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        Pending waiting = pending.get();
        Optional<Record> phase = phaseOf(rollout, waiting.intent);
        boolean ready = !waiting.order.turned()
                || phase.filter(CutoverPhase.Restoring.class::isInstance).isPresent();
        if (phase.isPresent() && !ready && waiting.patience-- > 0) {
            return Optional.empty();
        }
        pending = Optional.empty();
        if (phase.isEmpty() || !ready) {
            return Optional.empty();
        }
        if (waiting.order.turned() && waiting.order.fault().isPresent()) {
            turned = Optional.of(waiting);
            return Optional.empty();
        }
        return waiting.order.crash();
    }

    /** The phase of whoever this intent is open for. */
    private static Optional<Record> phaseOf(Rollout rollout, String intent) {
        for (CredentialChange change : rollout.changes().values()) {
            if (change.intent().filter(open -> open.id().equals(intent)).isPresent()) {
                return Optional.of((Record) change.phase());
            }
        }
        for (Cutover cutover : rollout.cutovers().values()) {
            if (cutover.intent().filter(open -> open.id().equals(intent)).isPresent()) {
                return Optional.of((Record) cutover.phase());
            }
        }
        return Optional.empty();
    }
}
