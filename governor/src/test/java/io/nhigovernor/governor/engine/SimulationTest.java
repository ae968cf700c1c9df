package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.testkit.BackendCapabilities;
import io.nhigovernor.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final Map<Fault, Double> WEATHER =
            Map.of(Fault.TIMEOUT_BEFORE, 0.05, Fault.TIMEOUT_AFTER, 0.05, Fault.DELAY, 0.03, Fault.DUPLICATE, 0.05);

    @Test
    void aQuietRolloutMovesEverybodyAndRetiresThePrior() {
        var world = world(1, BackendCapabilities.fenced(), "ring");
        String rollout = started(world);
        assertThat(world.runUntil(Duration.ofMinutes(5), now -> ended(now, rollout)))
                .as(() -> story(world, rollout))
                .isTrue();
        assertThat(world.phase(rollout)).isEqualTo("COMPLETED");
        world.consumers
                .values()
                .forEach(consumer -> assertThat(world.backend.acceptedNow(
                                consumer.target.credential().id()))
                        .containsExactly(consumer.using));
    }

    @Test
    void aKeyThatTheVerifierSignsMovesTheSameWay() {
        var world = world(2, BackendCapabilities.signing(), "ring");
        String rollout = started(world);
        assertThat(world.runUntil(Duration.ofMinutes(5), now -> ended(now, rollout)))
                .as(() -> story(world, rollout))
                .isTrue();
        assertThat(world.phase(rollout)).isEqualTo("COMPLETED");
    }

    @Test
    void aRingThatBreaksAtAnUndeclaredPartyHaltsTheRolloutAndEverybodyGoesBack() {
        var world = world(3, BackendCapabilities.fenced(), "rollout");
        for (int member = 0; member < 5; member++) {
            world.brokenWithCandidate.add("r1-" + member);
        }
        String rollout = started(world);
        assertThat(world.runUntil(Duration.ofMinutes(5), now -> ended(now, rollout)))
                .as(() -> story(world, rollout))
                .isTrue();
        RolloutView view = world.view(rollout);
        assertThat(view.phase()).isEqualTo("RESTORED");
        assertThat(view.restore().orElseThrow().affected()).isNotEmpty();
        assertThat(view.restore().orElseThrow().closed()).isPresent();
        assertThat(view.changes()).allMatch(change -> change.phase().equals("WITHDRAWN"));
    }

    /** Where pointers are written unconditionally such a promote would still move its consumer forward. */
    @Test
    void afterAHaltNoPromoteLeavesThatWaitedForItsPermit() {
        var unfenced = BackendCapabilities.of(true, true, Mint.CALLER, Disable.REVERSIBLE, false);
        var world = world(4, unfenced, "ring");
        String rollout = started(world);
        world.runUntil(Duration.ofMinutes(5), now -> promotes(now) == 3);
        world.slowness = Duration.ofSeconds(2);
        world.runUntil(Duration.ofMinutes(5), now -> opened(now, "PROMOTE") > promotes(now));
        long before = promotes(world);
        world.order(new Order.Halt(rollout, "stop"), "operator");
        assertThat(world.runUntil(Duration.ofMinutes(5), now -> ended(now, rollout)))
                .as(() -> story(world, rollout))
                .isTrue();
        assertThat(world.phase(rollout)).isEqualTo("RESTORED");
        assertThat(promotes(world)).as("promotes that left").isEqualTo(before);
    }

    private static long promotes(Simulation world) {
        return world.backend.effects().effects().stream()
                .filter(effect -> opened(world, "PROMOTE", effect.intent()))
                .count();
    }

    private static boolean opened(Simulation world, String operation, String intent) {
        return world.store.everOpened.stream()
                .anyMatch(row -> row.operation().equals(operation) && row.id().equals(intent));
    }

    private static long opened(Simulation world, String operation) {
        return world.store.everOpened.stream()
                .filter(row -> row.operation().equals(operation))
                .count();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void inBadWeatherAndThroughCrashesNobodyIsLockedOutAndTheRolloutEnds(long seed) {
        var world =
                world(seed, seed % 2 == 0 ? BackendCapabilities.fenced() : BackendCapabilities.signing(), "rollout");
        String rollout = started(world);
        world.faults(WEATHER);
        for (int crash = 0; crash < 12; crash++) {
            world.run(Duration.ofMillis(world.random.nextInt(500, 5_000)));
            world.crash();
        }
        if (seed % 3 == 0) {
            world.order(new Order.Halt(rollout, "enough"), "operator");
        }
        world.run(Duration.ofSeconds(10));
        world.faults(Map.of());
        assertThat(world.runUntil(Duration.ofMinutes(8), now -> ended(now, rollout)))
                .as(() -> "seed " + seed + ": " + story(world, rollout))
                .isTrue();
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(trace(42)).isEqualTo(trace(42));
    }

    private static String trace(long seed) {
        var world = world(seed, BackendCapabilities.fenced(), "ring");
        started(world);
        world.faults(WEATHER);
        world.run(Duration.ofSeconds(20));
        // Fingerprints are random, as values are; everything decided is not.
        return world.store.entries.stream()
                .map(entry -> entry.action() + " " + entry.subject() + " " + entry.before() + " " + entry.after())
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    private static boolean ended(Simulation world, String rollout) {
        return world.view(rollout).endedAt().isPresent();
    }

    static String started(Simulation world) {
        world.run(Duration.ofSeconds(8));
        Answer proposed = world.order(new Order.Propose("plan", "test", Optional.empty()), "operator");
        assertThat(proposed).isInstanceOf(Answer.Done.class);
        String id = ((RolloutView) ((Answer.Done) proposed).body()).id();
        assertThat(world.order(new Order.Start(id), "operator")).isInstanceOf(Answer.Done.class);
        return id;
    }

    static String story(Simulation world, String rollout) {
        RolloutView view = world.view(rollout);
        return view.phase() + " " + view.why() + "\n"
                + view.rings().stream()
                        .map(ring -> ring.name() + " " + ring.phase() + " "
                                + ring.verdict().map(verdict -> verdict.verdict() + " " + verdict.reasons()))
                        .toList()
                + "\n"
                + view.changes().stream()
                        .map(change -> change.credential() + " " + change.phase())
                        .toList() + "\n"
                + view.needsHuman() + "\n"
                + world.targets(rollout).stream()
                        .map(target -> target.target() + " " + target.phase())
                        .toList();
    }

    static Simulation world(long seed, BackendCapabilities capabilities, String onRestore) {
        return peopled(new Simulation(seed, capabilities), onRestore);
    }

    /** Three accounts in ring 0, seven in ring 1, twenty held back. */
    static Simulation peopled(Simulation world, String onRestore) {
        var yaml = new StringBuilder();
        for (int ring = 0; ring < 2; ring++) {
            for (int member = 0; member < (ring == 0 ? 3 : 7); member++) {
                account(yaml, "r" + ring + "-" + member, "ring: \"" + ring + "\", group: moving");
            }
        }
        for (int member = 0; member < 20; member++) {
            account(yaml, "c-" + member, "group: control");
        }
        yaml.append(ringPlan(onRestore, 0));
        world.apply(yaml.toString());
        return world;
    }

    static String ringPlan(String onRestore, int approvals) {
        return """
                kind: RingPlan
                id: plan
                credentials: {labels: {group: moving}}
                control: {labels: {group: control}}
                baseline: PT8S
                watch: PT2S
                quarantine: PT2S
                onRestore: %1$s
                rings:
                  - name: ring-0
                    select: {labels: {ring: "0"}}
                    gate: {minWindow: PT3S, maxWindow: PT60S, settle: PT1S, maxCacheTtl: PT1S, promise: proof-of-life}
                    approvals: %2$d
                    quiet: PT1S
                    adoptBy: PT30S
                    returnBy: PT20S
                  - name: ring-1
                    select: {labels: {ring: "1"}}
                    gate: {minWindow: PT3S, maxWindow: PT60S, settle: PT1S, maxCacheTtl: PT1S, promise: proof-of-life}
                    quiet: PT1S
                    adoptBy: PT30S
                    returnBy: PT20S
                """.formatted(onRestore, approvals);
    }

    static void account(StringBuilder yaml, String id, String labels) {
        WorldDocuments.identity(yaml, id, labels);
        WorldDocuments.credential(yaml, "key/" + id, List.of(id), labels);
    }
}
