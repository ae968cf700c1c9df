package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.testkit.BackendCapabilities;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The world in which an outage is told twice: once with a naive strategy, once with the governor. */
final class OutageWorld {
    static final Duration PATIENCE = Duration.ofMinutes(10);
    final Simulation world;

    private OutageWorld(Simulation world) {
        this.world = world;
    }

    static OutageWorld of(long seed) {
        return of(seed, BackendCapabilities.fenced(), "rollout");
    }

    static OutageWorld of(long seed, BackendCapabilities capabilities, String onRestore) {
        return new OutageWorld(SimulationTest.world(seed, capabilities, onRestore));
    }

    /** What the delivery shows of a value is not the value. */
    static OutageWorld masked(long seed) {
        return behind(
                seed,
                real -> new Outside(
                        real.verifier(),
                        but(
                                Delivery.class,
                                real.delivery(),
                                "fetch",
                                () -> Reading.known(Optional.of(maskedValue())))));
    }

    static Material maskedValue() {
        return Material.ofSecret(Secret.copyOf("********".getBytes(StandardCharsets.US_ASCII)));
    }

    /** A relying party that honours whatever it ever knew. */
    static OutageWorld stillAccepting(long seed) {
        return behind(
                seed,
                real -> new Outside(
                        but(Verifier.class, real.verifier(), "prove", Proof.Accepted::new), real.delivery()));
    }

    private static OutageWorld behind(long seed, UnaryOperator<Connector> outside) {
        return new OutageWorld(
                SimulationTest.peopled(new Simulation(seed, BackendCapabilities.fenced(), outside), "rollout"));
    }

    Consumer consumer(String identity) {
        return Objects.requireNonNull(world.consumers.get(id(identity)));
    }

    static TargetId id(String identity) {
        return new TargetId("key/" + identity, identity);
    }

    boolean priorWorks(String identity) {
        String credential = "key/" + identity;
        return world.backend.acceptsNow(credential, world.first(credential));
    }

    /** What a relying party says to somebody who comes with what was there first. */
    boolean stillHonoured(String identity) {
        Credential credential = consumer(identity).target.credential();
        try (var old = Material.ofSecret(Secret.copyOf(credential.id().getBytes(StandardCharsets.UTF_8)))) {
            return world.verifier(credential)
                            .prove(credential, old, credential.relyingParties().getFirst(), "old")
                    instanceof Proof.Accepted;
        }
    }

    /** Calls refused because what was called with is not accepted. */
    int lockedOut() {
        return everybody().mapToInt(consumer -> consumer.lockedOut).sum();
    }

    Stream<Consumer> everybody() {
        return Stream.concat(world.consumers.values().stream(), world.pods.stream());
    }

    String started() {
        return SimulationTest.started(world);
    }

    String startedCompromised() {
        world.run(Duration.ofSeconds(8));
        world.order(new Order.Propose("plan", "leaked", Optional.empty(), Mode.COMPROMISED), "operator");
        String rollout = world.rollouts().getLast();
        world.order(new Order.Start(rollout), "operator");
        return rollout;
    }

    boolean becomes(String rollout, String phase) {
        return world.runUntil(PATIENCE, now -> now.phase(rollout).equals(phase));
    }

    RolloutView view(String rollout) {
        return world.view(rollout);
    }

    String ring(String rollout, String name) {
        return world.view(rollout).rings().stream()
                .filter(ring -> ring.name().equals(name))
                .findFirst()
                .orElseThrow()
                .phase();
    }

    boolean opened(String operation, String subject) {
        return world.store.everOpened.stream()
                .anyMatch(row ->
                        row.operation().equals(operation) && row.subject().endsWith("/" + subject));
    }

    boolean alarmed(String words) {
        return world.store.entries.stream()
                .anyMatch(entry -> entry.detail().getOrDefault("text", "").contains(words));
    }

    private record Outside(Verifier verifier, Delivery delivery) implements Connector {
        @Override
        public List<SignalSource> signalSources() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    /** The port as it is, but for one of its verbs. */
    private static <P> P but(Class<P> port, P inner, String verb, Supplier<Object> answer) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) ->
                        method.getName().equals(verb) ? answer.get() : method.invoke(inner, arguments)));
    }
}
