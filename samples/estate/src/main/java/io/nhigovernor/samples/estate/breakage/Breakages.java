package io.nhigovernor.samples.estate.breakage;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.accept.AcceptBook;
import io.nhigovernor.samples.estate.caller.Deliveries;
import io.nhigovernor.samples.estate.caller.Habits;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.pace.Pace;
import io.nhigovernor.samples.estate.service.ServiceKind;
import io.nhigovernor.samples.estate.service.Services;
import io.nhigovernor.spi.Identity;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All breakages by name; the pins of the undeclared service are on from the start. */
public final class Breakages {
    private final Map<String, Breakage> byName;

    /** @param legacy the service nobody declared */
    public Breakages(
            Documents documents,
            Deliveries deliveries,
            AcceptBook book,
            Services services,
            ServiceKind legacy,
            Habits habits,
            Pace pace) {
        var identities = documents.identities().stream().map(Identity::id).collect(Collectors.toUnmodifiableSet());
        var pins = new LegacyPins(services.named(legacy.service()), book.generations());
        pins.on();
        var outage = new Outage(services, pace);
        byName = Collections.unmodifiableMap(new TreeMap<>(Map.of(
                "legacy-pins", pins,
                "verifier-rejects-candidate", new StubbornVerifier(services, book),
                "caller-never-reloads", new BadHabit(identities, habits.neverReload()),
                "caller-silent", new BadHabit(identities, habits.silent()),
                "outage", outage,
                "outage-on-move", new OutageOnMove(documents, deliveries, outage, pace))));
    }

    /** @throws IllegalArgumentException if there is no such breakage, or a parameter is wrong */
    public void on(String name, JsonNode parameters) {
        named(name).on(parameters);
    }

    /** @throws IllegalArgumentException if there is no such breakage */
    public void off(String name, JsonNode parameters) {
        named(name).off(parameters);
    }

    /** What is broken now, by breakage. */
    public Map<String, SortedSet<String>> state() {
        var state = new TreeMap<String, SortedSet<String>>();
        byName.forEach((name, breakage) -> state.put(name, breakage.broken()));
        return state;
    }

    private Breakage named(String name) {
        var found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no breakage " + name + "; there are " + byName.keySet());
        }
        return found;
    }
}
