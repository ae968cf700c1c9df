package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.engine.view.OutageView;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.testkit.BackendCapabilities;
import io.nhigovernor.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real core over a backend that holds one value at a time: every swap is an outage, and every outage is measured. */
class SwapTest {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Map<Fault, Double> WEATHER =
            Map.of(Fault.TIMEOUT_BEFORE, 0.05, Fault.TIMEOUT_AFTER, 0.05, Fault.DELAY, 0.03, Fault.DUPLICATE, 0.05);

    @Test
    void whereOneValueIsHeldEverybodyMovesAndWhatItCostIsMeasured() {
        var world = world(31);
        String rollout = started(world);
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout)))
                .as(() -> SimulationTest.story(world, rollout))
                .isTrue();
        assertThat(world.phase(rollout))
                .as(() -> SimulationTest.story(world, rollout))
                .isEqualTo("COMPLETED");
        assertThat(world.view(rollout).changes()).allSatisfy(change -> {
            assertThat(change.phase()).isEqualTo("DONE");
            assertThat(change.outages()).singleElement().satisfies(SwapTest::measured);
        });
        assertThat(reported(world)).isEqualTo(2L * world.view(rollout).changes().size());
    }

    @Test
    void whereOneValueIsHeldARestoreIsOneMoreSwapOfAllItsHolders() {
        var world = world(32);
        String rollout = started(world);
        world.runUntil(PATIENCE, now -> adopted(now, rollout, "key/shared@r0-0"));
        world.order(new Order.Restore(rollout, Optional.empty(), Optional.of("r0-1"), "it broke"), "operator");
        assertThat(world.runUntil(
                        PATIENCE, now -> phase(now, rollout, "key/shared").equals("WITHDRAWN")))
                .as(() -> SimulationTest.story(world, rollout))
                .isTrue();
        assertThat(world.targets(rollout))
                .filteredOn(target -> target.credential().equals("key/shared"))
                .allMatch(target -> target.phase().equals("RESTORED"));
        assertThat(world.view(rollout).changes())
                .filteredOn(change -> change.credential().equals("key/shared"))
                .singleElement()
                .satisfies(change -> assertThat(change.outages()).hasSize(2).allSatisfy(SwapTest::measured));
        assertThat(world.phase(rollout)).isEqualTo("HELD");
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46})
    void whereOneValueIsHeldEverySwapIsFinishedThroughBadWeatherAndCrashes(long seed) {
        var world = world(seed);
        String rollout = started(world);
        world.faults(WEATHER);
        for (int crash = 0; crash < 8; crash++) {
            world.run(Duration.ofMillis(world.random.nextInt(500, 4_000)));
            world.crash();
        }
        if (seed % 2 == 0) {
            world.order(new Order.Halt(rollout, "enough"), "operator");
        }
        world.run(Duration.ofSeconds(10));
        world.faults(Map.of());
        if (world.phase(rollout).equals("HELD")) {
            world.order(new Order.Halt(rollout, "it is held"), "operator");
        }
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout)))
                .as(() -> "seed " + seed + ": " + SimulationTest.story(world, rollout))
                .isTrue();
        assertThat(world.view(rollout).changes())
                .allSatisfy(change -> assertThat(change.outages()).allSatisfy(SwapTest::measured));
    }

    private static void measured(OutageView outage) {
        assertThat(outage.to()).isPresent();
        assertThat(outage.length())
                .hasValueSatisfying(length -> assertThat(length).isPositive());
    }

    private static long reported(Simulation world) {
        return world.store.entries.stream()
                .filter(entry -> entry.action() == LedgerAction.EVIDENCE)
                .filter(entry -> entry.detail().getOrDefault("outage", "").endsWith(" ms"))
                .count();
    }

    private static boolean adopted(Simulation world, String rollout, String target) {
        return world.targets(rollout).stream()
                .anyMatch(it -> it.target().equals(target) && it.phase().equals("ADOPTED"));
    }

    private static String phase(Simulation world, String rollout, String credential) {
        return world.view(rollout).changes().stream()
                .filter(change -> change.credential().equals(credential))
                .map(RolloutView.ChangeView::phase)
                .findFirst()
                .orElseThrow();
    }

    static String started(Simulation world) {
        world.run(Duration.ofSeconds(12));
        var proposed = (Answer.Done) world.order(new Order.Propose("plan", "yearly", Optional.empty()), "operator");
        String id = ((RolloutView) proposed.body()).id();
        String digest = world.view(id).digest();
        for (String by : List.of("anna", "ben")) {
            assertThat(world.order(new Order.Approve(id, digest), by)).isInstanceOf(Answer.Done.class);
        }
        assertThat(world.order(new Order.Start(id), "operator")).isInstanceOf(Answer.Done.class);
        return id;
    }

    /** Three accounts of their own in each of two rings, and one that two identities of the first ring share. */
    static Simulation world(long seed) {
        var world = new Simulation(seed, BackendCapabilities.singleValued());
        var yaml = new StringBuilder();
        for (int ring = 0; ring < 2; ring++) {
            for (int member = 0; member < 3; member++) {
                SimulationTest.account(yaml, "r" + ring + "-" + member, "ring: \"" + ring + "\", group: moving");
            }
        }
        yaml.append("""
                kind: Credential
                id: key/shared
                type: OIDC_KEY
                holders: [r0-0, r0-1]
                verifier: {connector: memory}
                delivery: {connector: memory}
                relyingParties:
                  - {name: service, address: "https://127.0.0.1:1/prove"}
                labels: {ring: "0", group: moving}
                ---
                """);
        for (int member = 0; member < 20; member++) {
            SimulationTest.account(yaml, "c-" + member, "group: control");
        }
        yaml.append(SimulationTest.ringPlan("ring", 2))
                .append(
                        "waiver: {overlap: none, by: mia, cause: one password per account, until: \"2031-01-01T00:00:00Z\"}\n");
        world.apply(yaml.toString());
        return world;
    }
}
