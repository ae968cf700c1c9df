package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.SetBackView;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.testkit.BackendCapabilities;
import io.nhigovernor.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database is set back to an older state in the middle of a rollout (K12); S1 to S3 are looked at all the while. */
class SetBackTest {
    private static final Set<String> GIVES_BACK = Set.of("REPOINT", "ENABLE");
    private static final Map<Fault, Double> WEATHER =
            Map.of(Fault.TIMEOUT_BEFORE, 0.05, Fault.TIMEOUT_AFTER, 0.05, Fault.DELAY, 0.03, Fault.DUPLICATE, 0.05);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
    void nothingGoesForwardUntilAHumanConfirmsAndThenItEnds(long seed) {
        var world = SimulationTest.world(
                seed, seed % 2 == 0 ? BackendCapabilities.fenced() : BackendCapabilities.signing(), "rollout");
        String rollout = SimulationTest.started(world);
        world.faults(WEATHER);
        world.run(Duration.ofMillis(world.random.nextInt(100, 15_000)));
        SimulatedStore.Copy backup = world.store.copy();
        if (seed % 5 == 0) {
            world.run(Duration.ofMillis(world.random.nextInt(100, 3_000)));
            world.order(new Order.Halt(rollout, "given up in the lost part"), "operator");
        }
        world.run(Duration.ofMillis(world.random.nextInt(100, 25_000)));
        world.bringBack(backup);
        int before = world.store.everOpened.size();
        world.run(Duration.ofMillis(world.random.nextInt(100, 6_000)));
        if (seed % 3 == 0) {
            world.order(new Order.Halt(rollout, "back, in the freeze"), "operator");
        }
        if (seed % 4 == 0) {
            world.crash();
        }
        world.faults(Map.of());
        world.run(Duration.ofSeconds(10));
        refused(world, new Order.Resume(rollout));
        refused(world, new Order.Propose("plan", "another", Optional.empty()));
        List<IntentRow> inTheFreeze = world.store.everOpened.subList(before, world.store.everOpened.size());
        assertThat(inTheFreeze).extracting(IntentRow::operation).allMatch(GIVES_BACK::contains);
        Answer confirmed = world.order(new Order.ConfirmSetBack("a backup was restored"), "approver");
        assertThat(confirmed).isInstanceOf(Answer.Done.class);
        assertThat(world.setBack()).isEmpty();
        assertThat(world.store.entries)
                .anyMatch(entry -> entry.action() == LedgerAction.GAP
                        && entry.actor().equals("approver")
                        && entry.detail().containsKey("lostHead"));
        world.run(Duration.ofSeconds(5));
        if (!world.ended(rollout) && world.phase(rollout).equals("HELD")) {
            world.order(new Order.Halt(rollout, "after a set-back"), "operator");
        }
        assertThat(world.runUntil(Duration.ofMinutes(8), now -> now.ended(rollout)))
                .as(() -> "seed " + seed + ": " + world.phase(rollout) + " "
                        + world.view(rollout).changes().stream()
                                .map(change -> change.credential() + " " + change.phase())
                                .toList()
                        + " "
                        + world.targets(rollout).stream()
                                .map(target -> target.target() + " " + target.phase())
                                .toList())
                .isTrue();
    }

    @Test
    void whatARolloutThatIsForgottenHasMadeIsListedAndItsNameIsNotUsedAgain() {
        var world = SimulationTest.world(31, BackendCapabilities.fenced(), "ring");
        world.run(Duration.ofSeconds(8));
        SimulatedStore.Copy backup = world.store.copy();
        String forgotten = SimulationTest.started(world);
        world.run(Duration.ofSeconds(4));
        world.bringBack(backup);
        world.run(Duration.ofSeconds(3));
        SetBackView view = world.setBack().orElseThrow();
        assertThat(world.rollouts()).isEmpty();
        assertThat(view.code()).isEqualTo("E2110");
        assertThat(view.text()).contains("older than what was done");
        assertThat(view.unread()).isEmpty();
        assertThat(view.orphans()).isNotEmpty().allMatch(orphan -> orphan.contains("unknown attempt " + forgotten));
        assertThat(world.store.entries)
                .filteredOn(entry -> entry.action() == LedgerAction.ALARM)
                .extracting(entry -> entry.detail().get("text"))
                .anyMatch(text -> text.contains("older than what was done"))
                .anyMatch(text -> text.startsWith("orphan: "));
        world.order(new Order.ConfirmSetBack("a backup was restored"), "approver");
        world.crash();
        assertThat(world.setBack()).isEmpty();
        world.run(Duration.ofSeconds(8));
        var anew = new Order.Propose("plan", "anew", Optional.empty());
        assertThat(world.order(anew, "operator"))
                .as("what nobody remembers is not the governor's any more")
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reasons())
                                .extracting(Answer.Reason::code)
                                .contains("P2024"));
        world.drift().stream()
                .filter(drift -> drift.state() == DriftView.State.DRIFTED)
                .forEach(drift -> world.order(new Order.AcceptDrift(drift.credential(), "looked at"), "operator"));
        world.order(anew, "operator");
        assertThat(world.rollouts()).isNotEmpty().doesNotContain(forgotten);
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62})
    void whereOneValueIsHeldAHumansWordTriesTheWayBackAndNeverOneThatDoesNotExist(long seed) {
        var world = SwapTest.world(seed);
        String rollout = SwapTest.started(world);
        world.run(Duration.ofMillis(world.random.nextInt(10, 6_000)));
        SimulatedStore.Copy backup = world.store.copy();
        world.run(Duration.ofMillis(world.random.nextInt(100, 8_000)));
        world.bringBack(backup);
        world.run(Duration.ofSeconds(4));
        assertThat(world.order(new Order.ConfirmSetBack("a backup was restored"), "approver"))
                .isInstanceOf(Answer.Done.class);
        world.order(seed % 2 == 0 ? new Order.Resume(rollout) : new Order.Halt(rollout, "back"), "operator");
        world.run(Duration.ofSeconds(20));
        world.order(new Order.Halt(rollout, "after a set-back"), "operator");
        assertThat(world.runUntil(Duration.ofMinutes(8), now -> now.ended(rollout)))
                .as(() -> SimulationTest.story(world, rollout))
                .isTrue();
    }

    @Test
    void nobodyIsSentBackToAPriorThatWasDestroyedInTheLostPart() {
        var world = SimulationTest.world(34, BackendCapabilities.fenced(), "ring");
        String first = SimulationTest.started(world);
        world.run(Duration.ofSeconds(3));
        SimulatedStore.Copy backup = world.store.copy();
        assertThat(world.runUntil(Duration.ofMinutes(8), now -> now.ended(first)))
                .isTrue();
        String second = SimulationTest.started(world);
        assertThat(world.runUntil(Duration.ofMinutes(8), now -> now.ended(second)))
                .isTrue();
        assertThat(world.phase(second)).isEqualTo("COMPLETED");
        world.bringBack(backup);
        world.run(Duration.ofSeconds(4));
        int before = world.store.everOpened.size();
        world.order(new Order.Halt(first, "back"), "operator");
        world.order(new Order.ConfirmSetBack("a backup was restored"), "approver");
        world.order(new Order.Halt(first, "back, again"), "operator");
        world.run(Duration.ofSeconds(30));
        assertThat(world.store.everOpened.subList(before, world.store.everOpened.size()))
                .extracting(IntentRow::operation)
                .doesNotContain("REPOINT", "ENABLE", "PROMOTE", "ADMIT");
        assertThat(world.view(first).needsHuman()).isNotEmpty();
    }

    @Test
    void whatCannotBeReadIsNamedAndNotConfirmed() {
        var world = SimulationTest.world(32, BackendCapabilities.fenced(), "ring");
        String rollout = SimulationTest.started(world);
        world.run(Duration.ofSeconds(3));
        SimulatedStore.Copy backup = world.store.copy();
        world.run(Duration.ofSeconds(5));
        world.bringBack(backup);
        Answer answer = world.order(new Order.ConfirmSetBack("at once"), "approver");
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reasons())
                                .singleElement()
                                .satisfies(reason -> assertThat(reason.code()).isEqualTo("E2112"))
                                .satisfies(reason -> assertThat(reason.text()).contains(rollout, "key/r0-0")));
    }

    @Test
    void whereNothingWasSetBackThereIsNothingToConfirm() {
        var world = SimulationTest.world(33, BackendCapabilities.fenced(), "ring");
        assertThat(world.order(new Order.ConfirmSetBack("why not"), "approver"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused ->
                                assertThat(refused.reasons().getFirst().code()).isEqualTo("E2111"));
    }

    private static void refused(Simulation world, Order order) {
        assertThat(world.order(order, "operator"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused ->
                                assertThat(refused.reasons().getFirst().code()).isEqualTo("E2110"));
    }
}
