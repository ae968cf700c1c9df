package io.nhigovernor.samples.estate;

import io.nhigovernor.samples.estate.accept.AcceptBook;
import io.nhigovernor.samples.estate.breakage.Breakages;
import io.nhigovernor.samples.estate.caller.Callers;
import io.nhigovernor.samples.estate.caller.Habits;
import io.nhigovernor.samples.estate.caller.VaultDeliveries;
import io.nhigovernor.samples.estate.count.Counters;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.pace.Pace;
import io.nhigovernor.samples.estate.service.Service;
import io.nhigovernor.samples.estate.service.ServiceKind;
import io.nhigovernor.samples.estate.service.Services;
import io.nhigovernor.samples.estate.signal.Collector;
import io.nhigovernor.samples.estate.signal.SignalAgent;
import io.nhigovernor.samples.estate.tls.Contexts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The running world: services, their agents, callers, and the switches to break them. */
public final class Estate implements AutoCloseable {
    private static final Duration FLUSH = Duration.ofMillis(150);

    private final Pace pace = new Pace();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .executor(executor)
            .build();
    private final Counters counters = new Counters();
    private final Map<String, SignalAgent> agents = new TreeMap<>();
    private final Services services;
    private final Breakages breakages;
    private final ControlApi control;

    /**
     * Where a world lives.
     *
     * @param home the local connector's home; its authority signed the services' certificates
     * @param documents folder of the rendered documents
     * @param tokens folder of {@code <service>.token} files
     * @param governor base address that signals go to
     * @param ports by service name
     */
    public record Place(
            Path home, Path documents, Path tokens, URI governor, int controlPort, Map<String, Integer> ports) {
        public Place {
            ports = Map.copyOf(ports);
        }
    }

    private Estate(Place place, Backend backend, Clock clock, long seed) throws IOException, GeneralSecurityException {
        var documents = Documents.read(place.documents());
        var book = new AcceptBook(backend.shelf(documents));
        var trust = Contexts.trust(authority(place));
        var deliveries = backend.deliveries(
                documents,
                book,
                new VaultDeliveries.Services(trust, Contexts.trusting(trust).getSocketFactory()),
                new Logins(counters));
        var all = new ArrayList<Service>();
        for (var kind : backend.services()) {
            all.add(service(kind, place, backend, book, clock));
        }
        services = new Services(all);
        var habits = new Habits();
        breakages = new Breakages(documents, deliveries, book, services, backend.legacy(), habits, pace);
        control = new ControlApi(place.controlPort(), counters, agents, breakages, executor);
        pace.every(backend.look(), book::refresh);
        agents.values().forEach(agent -> pace.every(FLUSH, () -> agent.flush(clock.instant())));
        for (var service : all) {
            service.up();
        }
        new Callers(deliveries, place.ports(), habits, counters, clock, seed).start(documents, pace);
    }

    /**
     * Starts everything; returns when all services listen.
     *
     * @param seed of the callers' rhythms
     */
    public static Estate start(Place place, Backend backend, Clock clock, long seed)
            throws IOException, GeneralSecurityException {
        return new Estate(place, backend, clock, seed);
    }

    /** Waits until somebody asked for the end through the control API. */
    public void awaitShutdown() throws InterruptedException {
        control.awaitShutdown();
    }

    @Override
    public void close() {
        pace.close();
        services.byName().values().forEach(Service::close);
        control.close();
        client.shutdownNow();
        executor.shutdownNow();
    }

    private Service service(ServiceKind kind, Place place, Backend backend, AcceptBook book, Clock clock)
            throws IOException, GeneralSecurityException {
        var name = kind.service();
        var port = place.ports().get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port for service " + name);
        }
        var agent = agent(name, place);
        agents.put(name, agent);
        return new Service(
                kind,
                port,
                EstateEnrolment.certificateOf(place.home(), name),
                backend.trustedBy(kind),
                book,
                agent,
                counters,
                clock,
                executor);
    }

    private SignalAgent agent(String source, Place place) throws IOException {
        var token = Files.readString(place.tokens().resolve(source + ".token")).strip();
        return new SignalAgent(source, new Collector(client, place.governor(), token));
    }

    private static Path authority(Place place) {
        return place.home().resolve("ca").resolve("ca.pem");
    }
}
