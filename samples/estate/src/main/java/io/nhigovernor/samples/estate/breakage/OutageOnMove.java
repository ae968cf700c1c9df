package io.nhigovernor.samples.estate.breakage;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.caller.Delivered;
import io.nhigovernor.samples.estate.caller.Deliveries;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.pace.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outage that waits for a rollout: it begins when the first delivery of a family's ring moves. Parameters {@code family},
 * {@code ring}, and those of the outage.
 */
final class OutageOnMove implements Breakage {
    private static final Logger LOG = LoggerFactory.getLogger(OutageOnMove.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Documents documents;
    private final Deliveries deliveries;
    private final Outage outage;
    private final Pace pace;
    private Optional<Armed> armed = Optional.empty();

    /** @param pointers where each watched delivery pointed when the outage was armed */
    private record Armed(String what, Map<Delivered, String> pointers, Outage.Plan plan) {}

    OutageOnMove(Documents documents, Deliveries deliveries, Outage outage, Pace pace) {
        this.documents = documents;
        this.deliveries = deliveries;
        this.outage = outage;
        this.pace = pace;
    }

    @Override
    public synchronized void on(JsonNode parameters) {
        var family = Parameters.text(parameters, "family");
        var ring = Parameters.text(parameters, "ring");
        var plan = outage.check(Outage.Plan.of(parameters));
        var pointers = pointers(family, ring);
        if (pointers.isEmpty()) {
            throw new IllegalArgumentException("nothing is delivered to family " + family + ", ring " + ring);
        }
        var now = new Armed(family + "/" + ring, pointers, plan);
        armed = Optional.of(now);
        pace.after(LOOK, () -> look(now));
    }

    @Override
    public synchronized void off(JsonNode parameters) {
        armed = Optional.empty();
    }

    @Override
    public synchronized SortedSet<String> broken() {
        var broken = new TreeSet<String>();
        armed.ifPresent(now -> broken.add(now.what()));
        return broken;
    }

    private synchronized void look(Armed mine) {
        if (armed.filter(now -> now.equals(mine)).isEmpty()) {
            return;
        }
        var moved = mine.pointers().entrySet().stream()
                .anyMatch(entry -> shown(entry.getKey())
                        .filter(shown -> !shown.equals(entry.getValue()))
                        .isPresent());
        if (moved) {
            LOG.info("{} began to move: outage of {}", mine.what(), mine.plan().services());
            armed = Optional.empty();
            outage.start(mine.plan());
        } else {
            pace.after(LOOK, () -> look(mine));
        }
    }

    private Map<Delivered, String> pointers(String family, String ring) {
        var pointers = new HashMap<Delivered, String>();
        for (var identity : documents.identities()) {
            if (family.equals(identity.labels().get("family"))
                    && ring.equals(identity.labels().get("ring"))) {
                for (var credential : documents.heldBy(identity)) {
                    var pointer = deliveries.of(credential, identity.id());
                    shown(pointer).ifPresent(shown -> pointers.put(pointer, shown));
                }
            }
        }
        return pointers;
    }

    private static Optional<String> shown(Delivered pointer) {
        try {
            return Optional.of(pointer.shown());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
