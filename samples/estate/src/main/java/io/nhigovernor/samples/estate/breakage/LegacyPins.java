package io.nhigovernor.samples.estate.breakage;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.service.Service;
import io.nhigovernor.spi.Fingerprint;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The undeclared service trusts only the certificates it knew when it started. On from the start; takes no parameters. */
final class LegacyPins implements Breakage {
    private final Service legacy;
    private final Set<Fingerprint> atStart;

    LegacyPins(Service legacy, Set<Fingerprint> atStart) {
        this.legacy = legacy;
        this.atStart = Set.copyOf(atStart);
    }

    void on() {
        legacy.knownOnly().set(atStart);
    }

    @Override
    public void on(JsonNode parameters) {
        on();
    }

    @Override
    public void off(JsonNode parameters) {
        legacy.knownOnly().clear();
    }

    @Override
    public SortedSet<String> broken() {
        var broken = new TreeSet<String>();
        if (legacy.knownOnly().isSet()) {
            broken.add(legacy.name());
        }
        return broken;
    }
}
