package io.nhigovernor.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Everything that really changed at a backend, in order. Calls that changed nothing (a repeat, a refusal) are not in it, so
 * "nothing was done twice" reads {@code log.repeated()} is empty.
 */
public final class EffectLog {
    private final List<Effect> effects = new ArrayList<>();

    /**
     * One change.
     *
     * @param subject the credential id, or {@code credential@identity} at a delivery
     * @param generation the fingerprint it was about
     */
    public record Effect(String intent, String attempt, String verb, String subject, String generation) {}

    synchronized void add(Effect effect) {
        effects.add(effect);
    }

    public synchronized List<Effect> effects() {
        return List.copyOf(effects);
    }

    /** How often this intent changed something; more than once is a broken promise. */
    public long count(String intent) {
        return effects().stream()
                .filter(effect -> effect.intent().equals(intent))
                .count();
    }

    public List<Effect> of(String verb, String subject) {
        return effects().stream()
                .filter(effect -> effect.verb().equals(verb) && effect.subject().equals(subject))
                .toList();
    }

    /** Effects whose intent had already changed something before. */
    public List<Effect> repeated() {
        var seen = new HashSet<String>();
        return effects().stream()
                .filter(effect -> !seen.add(effect.intent() + " " + effect.verb() + " " + effect.subject()))
                .toList();
    }
}
