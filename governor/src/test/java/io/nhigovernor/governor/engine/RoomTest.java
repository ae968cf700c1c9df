package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.testkit.BackendCapabilities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the database has only its reserve, nothing goes forward, and going back is as free as ever. */
class RoomTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Simulation world = SimulationTest.world(6, BackendCapabilities.fenced(), "rollout");
    private String rollout = "";

    @BeforeEach
    void underWayOnAFullDisk() {
        world.run(Duration.ofSeconds(12));
        assertThat(world.order(propose(), "operator")).isInstanceOf(Answer.Done.class);
        rollout = world.rollouts().getLast();
        assertThat(world.order(new Order.Start(rollout), "operator")).isInstanceOf(Answer.Done.class);
        assertThat(world.runUntil(PATIENCE, now -> opened("PROMOTE") > 0)).isTrue();
        world.give(new EngineEvent.RoomFound(true));
    }

    @Test
    void everyRolloutIsHeldAloudAndNothingForwardBeginsUntilSomebodyResumes() {
        assertThat(world.phase(rollout)).isEqualTo("HELD");
        assertThat(alarms()).containsExactly(Room.FULL);
        int before = world.store.everOpened.size();
        world.run(Duration.ofMinutes(1));
        assertThat(world.store.everOpened).as("opened on a full disk").hasSize(before);
        world.give(new EngineEvent.RoomFound(false));
        assertThat(alarms()).containsExactly(Room.FULL, Room.AMPLE);
        world.run(Duration.ofMinutes(1));
        assertThat(world.phase(rollout)).isEqualTo("HELD");
        assertThat(world.order(new Order.Resume(rollout), "operator")).isInstanceOf(Answer.Done.class);
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout))).isTrue();
        assertThat(world.phase(rollout)).isEqualTo("COMPLETED");
    }

    @Test
    void aHaltBringsEverybodyBack() {
        assertThat(world.order(new Order.Halt(rollout, "the disk"), "operator")).isInstanceOf(Answer.Done.class);
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout))).isTrue();
        assertThat(world.phase(rollout)).isEqualTo("RESTORED");
    }

    @Test
    void wordsThatGoForwardAreRefusedWithWhatToDoAndLeaveNothing() {
        world.run(Duration.ofMinutes(1));
        int rows = world.rollouts().size();
        int entries = world.store.entries.size();
        for (Order forward : List.of(
                propose(),
                new Order.Apply(List.of(), false),
                new Order.Approve(rollout, "0".repeat(64)),
                new Order.Start(rollout),
                new Order.Retry(rollout, "why"),
                new Order.Waive(rollout, "why", new Expiry.After(Duration.ofHours(1))),
                new Order.Resume(rollout),
                new Order.Promote(rollout, "ring-0"),
                new Order.Exclude(rollout, "r0-0", "why"))) {
            assertThat(world.order(forward, "operator")).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
                assertThat(refused.kind()).isEqualTo(Answer.Kind.NO_ROOM);
                assertThat(refused.reasons()).extracting(Answer.Reason::code).containsExactly("E2108");
            });
        }
        assertThat(world.rollouts()).hasSize(rows);
        assertThat(world.store.entries).hasSize(entries);
    }

    @Test
    void aPlanWhoseFactsWereStillBeingReadIsRefusedToo() {
        world.order(new Order.Halt(rollout, "begin anew"), "operator");
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout))).isTrue();
        world.give(new EngineEvent.RoomFound(false));
        world.after(Duration.ofNanos(1), () -> world.give(new EngineEvent.RoomFound(true)));
        assertThat(world.order(propose(), "operator")).isInstanceOf(Answer.Refused.class);
        assertThat(world.rollouts()).containsExactly(rollout);
    }

    private static Order propose() {
        return new Order.Propose("plan", "as always", Optional.empty());
    }

    private long opened(String operation) {
        return world.store.everOpened.stream()
                .map(IntentRow::operation)
                .filter(operation::equals)
                .count();
    }

    private List<String> alarms() {
        return world.store.entries.stream()
                .filter(entry -> entry.action() == LedgerAction.ALARM)
                .filter(entry -> Room.CODE.equals(entry.detail().get("code")))
                .map(entry -> entry.detail().getOrDefault("text", ""))
                .toList();
    }
}
