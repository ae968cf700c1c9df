package io.nhigovernor.proofs.kills.vault;

import io.nhigovernor.samples.estate.proof.Needle;
import io.nhigovernor.samples.estate.proof.Site;
import io.nhigovernor.samples.estate.signal.Collector;
import io.nhigovernor.samples.estate.signal.Signal;
import io.nhigovernor.samples.estate.signal.SignalAgent;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Every holder of every credential of one world: each reads what it is pointed at, again and again, presents it to whoever verifies
 * it, and tells the governor how that went. Whoever is refused was locked out.
 */
final class Consumers implements AutoCloseable {
    /** Under which they tell. */
    static final String SOURCE = "ledger";

    private static final long EVERY_MILLIS = 700;

    private final Backends backends;
    private final Acceptance acceptance;
    private final int world;
    private final SignalAgent agent;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(3);
    /** By target, everything it ever read, oldest first. */
    private final Map<TargetId, List<Held>> held = new ConcurrentHashMap<>();

    private final Map<TargetId, Long> good = new ConcurrentHashMap<>();
    private final List<String> refused = Collections.synchronizedList(new ArrayList<>());

    Consumers(Backends backends, Cast cast, Site site) throws IOException {
        this.backends = backends;
        this.acceptance = new Acceptance(backends);
        this.world = cast.world();
        this.agent = new SignalAgent(SOURCE, new Collector(client, site.governor(), site.token(SOURCE)));
        long delay = 0;
        for (var part : cast.parts()) {
            for (var target : part.targets()) {
                held.put(target, Collections.synchronizedList(new ArrayList<>()));
                delay += EVERY_MILLIS / 10;
                timer.scheduleWithFixedDelay(() -> use(part, target), delay, EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        timer.scheduleWithFixedDelay(() -> agent.flush(Instant.now()), 0, 240, TimeUnit.MILLISECONDS);
    }

    private void use(Cast.Part part, TargetId target) {
        try {
            var read = read(part, target);
            var generation = read.generation(acceptance, register(part));
            boolean works = read.works(acceptance);
            remember(target, read);
            if (works) {
                good.merge(target, 1L, Long::sum);
            } else {
                refused.add(target + " was refused with " + read + " at " + Instant.now());
            }
            agent.report(new Signal(
                    target.identity(),
                    Optional.of(target),
                    generation,
                    works ? RawSignal.Result.OK : RawSignal.Result.FAIL,
                    Optional.empty(),
                    Optional.empty(),
                    Instant.now()));
        } catch (SQLException | RuntimeException e) {
            refused.add(target + " could not even try: " + e);
        }
    }

    /** What it is pointed at now. */
    Held read(Cast.Part part, TargetId target) {
        var fields = backends.http()
                .get("secret/data/" + part.path(target.identity()))
                .data()
                .path("data");
        return Held.of(part, fields, backends);
    }

    private void remember(TargetId target, Held read) {
        var all = held.get(target);
        if (all.isEmpty() || !all.getLast().equals(read)) {
            all.add(read);
        }
    }

    /** Where the governor notes which generation is what, for whoever does not list them. */
    String register(Cast.Part part) {
        return part.kind() == Cast.Kind.SECRET
                ? "accept/" + part.name()
                : "nhi-governor-" + world + "/register/" + part.id().replace("/", "~2f");
    }

    /** Who was refused with what it was pointed at, and when. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** How often each was let in. */
    Map<TargetId, Long> good() {
        return new TreeMap<>(good);
    }

    /** Everything that one of them ever read. */
    List<Held> everHeld(TargetId target) {
        return List.copyOf(held.get(target));
    }

    /** Everything that any of them ever read, for the leak scan. */
    List<Needle> needles() {
        return held.values().stream()
                .flatMap(all -> List.copyOf(all).stream())
                .map(one -> new Needle(one.toString(), one.needle()))
                .toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.shutdownNow();
    }
}
