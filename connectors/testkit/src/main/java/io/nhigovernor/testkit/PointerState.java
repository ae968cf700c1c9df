package io.nhigovernor.testkit;

import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the in-memory delivery remembers of one target. Not thread-safe; the backend's lock guards it. */
final class PointerState {
    private final Map<Fingerprint, Kept> kept = new LinkedHashMap<>();
    private final List<Fingerprint> shown = new ArrayList<>();
    private Optional<Fingerprint> current = Optional.empty();
    private long version;

    /** One kept value and the attempt that staged it; none for an enrolled one. */
    record Kept(Material material, Optional<String> attempt) {}

    Optional<Pointer> pointer() {
        return current.map(generation -> new Pointer(generation, new Version(version)));
    }

    Observed observed() {
        return new Observed(current, new Version(version));
    }

    Version version() {
        return new Version(version);
    }

    boolean pointsAt(Fingerprint generation) {
        return current.equals(Optional.of(generation));
    }

    Optional<Kept> kept(Fingerprint generation) {
        return Optional.ofNullable(kept.get(generation));
    }

    Optional<Fingerprint> byAttempt(String attempt) {
        return kept.entrySet().stream()
                .filter(entry -> entry.getValue().attempt().equals(Optional.of(attempt)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    void keep(Fingerprint generation, Material material, Optional<String> attempt) {
        kept.put(generation, new Kept(material.copy(), attempt));
    }

    void point(Fingerprint generation, int generationsKept) {
        current = Optional.of(generation);
        version++;
        shown.remove(generation);
        shown.add(generation);
        while (shown.size() > generationsKept) {
            drop(shown.getFirst());
        }
    }

    void drop(Fingerprint generation) {
        shown.remove(generation);
        var dropped = kept.remove(generation);
        if (dropped != null) {
            dropped.material().close();
        }
    }
}
