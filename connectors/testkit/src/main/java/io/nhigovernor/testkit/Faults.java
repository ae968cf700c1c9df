package io.nhigovernor.testkit;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Says what goes wrong with the next call. */
@FunctionalInterface
public interface Faults {
    /**
     * @param verb {@code admit}, {@code read}, ...
     * @param subject the credential id, or {@code credential@identity}
     */
    Fault next(String verb, String subject);

    static Faults none() {
        return (verb, subject) -> Fault.NONE;
    }

    /** These for the next calls in turn, then none. */
    static Faults script(Fault... faults) {
        var left = new ArrayDeque<>(List.of(faults));
        return (verb, subject) -> {
            synchronized (left) {
                var next = left.poll();
                return next == null ? Fault.NONE : next;
            }
        };
    }

    /** This one at the next call of the verb, then none. */
    static Faults once(String atVerb, Fault fault) {
        var left = new ArrayDeque<>(List.of(fault));
        return (verb, subject) -> {
            synchronized (left) {
                var next = verb.equals(atVerb) ? left.poll() : null;
                return next == null ? Fault.NONE : next;
            }
        };
    }

    /** Drawn with these probabilities (0 to 1 each, together at most 1); the same seed draws the same. */
    static Faults seeded(long seed, Map<Fault, Double> probabilities) {
        var random = new SplittableRandom(seed);
        var ordered = new EnumMap<Fault, Double>(Fault.class);
        ordered.putAll(probabilities);
        return (verb, subject) -> {
            synchronized (random) {
                double drawn = random.nextDouble();
                for (var entry : ordered.entrySet()) {
                    drawn -= entry.getValue();
                    if (drawn < 0) {
                        return entry.getKey();
                    }
                }
                return Fault.NONE;
            }
        };
    }
}
