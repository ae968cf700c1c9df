package io.nhigovernor.samples.estate.breakage;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.pace.Pace;
import io.nhigovernor.samples.estate.service.Service;
import io.nhigovernor.samples.estate.service.Services;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services refuse connections, then answer with errors, then heal by themselves. Parameters {@code services},
 * {@code refuseMillis}, {@code errorMillis}.
 */
final class Outage implements Breakage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final Duration PORT_TAKEN = Duration.ofMillis(50);

    private final Services services;
    private final Pace pace;
    private final Map<String, Long> running = new HashMap<>();
    private long number;

    Outage(Services services, Pace pace) {
        this.services = services;
        this.pace = pace;
    }

    /** What an outage will be. */
    record Plan(List<String> services, Duration refuse, Duration error) {
        static Plan of(JsonNode parameters) {
            return new Plan(
                    Parameters.texts(parameters, "services"),
                    Parameters.millis(parameters, "refuseMillis"),
                    Parameters.millis(parameters, "errorMillis"));
        }
    }

    @Override
    public void on(JsonNode parameters) {
        var plan = check(Plan.of(parameters));
        start(plan);
    }

    /** @throws IllegalArgumentException if it names no service of ours */
    Plan check(Plan plan) {
        plan.services().forEach(services::named);
        return plan;
    }

    synchronized void start(Plan plan) {
        for (var name : plan.services()) {
            long mine = ++number;
            running.put(name, mine);
            var service = services.named(name);
            service.refuse();
            pace.after(plan.refuse(), () -> {
                step(mine, service, service::error);
                pace.after(plan.error(), () -> heal(mine, service));
            });
        }
    }

    @Override
    public synchronized void off(JsonNode parameters) {
        Map.copyOf(running).forEach((name, mine) -> heal(mine, services.named(name)));
    }

    @Override
    public synchronized SortedSet<String> broken() {
        return new TreeSet<>(running.keySet());
    }

    private void heal(long mine, Service service) {
        step(mine, service, () -> {
            service.up();
            running.remove(service.name());
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Only the newest outage of a service may move it. */
    private synchronized void step(long mine, Service service, Step step) {
        var newest = running.get(service.name());
        if (newest == null || newest != mine) {
            return;
        }
        try {
            step.run();
        } catch (IOException e) {
            // An outgoing connection of this machine may have been given the port while it was free.
            LOG.info("the port of {} is taken; trying again", service.name());
            pace.after(PORT_TAKEN, () -> step(mine, service, step));
        }
    }
}
