package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.ConflictException;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.testkit.BackendCapabilities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S10 in the engine and its store: a compromised prior is never led back to. */
class CompromisedTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Simulation world = SimulationTest.world(5, BackendCapabilities.fenced(), "rollout");
    private String rollout = "";

    @BeforeEach
    void startedAfterABaseline() {
        world.run(Duration.ofSeconds(12));
        Answer proposed = world.order(
                new Order.Propose("plan", "the vault leaked", Optional.empty(), Mode.COMPROMISED), "operator");
        assertThat(proposed).isInstanceOf(Answer.Done.class);
        rollout = world.rollouts().getLast();
        assertThat(world.view(rollout).mode()).isEqualTo("COMPROMISED");
        assertThat(world.view(rollout).plan().restoreProof()).startsWith("none: the prior is compromised");
        assertThat(world.view(rollout).plan().notes())
                .anySatisfy(note -> assertThat(note.text()).contains("containment depends on us"));
        assertThat(world.order(new Order.Start(rollout), "operator")).isInstanceOf(Answer.Done.class);
    }

    @Test
    void theEngineRefusesARestoreAndEndsEverybodyOnTheCandidate() {
        world.runUntil(PATIENCE, now -> phases("PROMOTED") > 0);
        assertRefused(new Order.Restore(rollout, Optional.of("ring-0"), Optional.empty(), "please"));
        assertRefused(new Order.Restore(rollout, Optional.empty(), Optional.of("r0-0"), "please"));
        world.crash();
        assertRefused(new Order.Restore(rollout, Optional.of("ring-0"), Optional.empty(), "please"));
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout))).isTrue();
        assertThat(world.phase(rollout)).isEqualTo("COMPLETED");
        assertNothingLedBack();
    }

    @Test
    void aBrokenRingIsToldAndPausesAndNobodyGoesBack() {
        for (int member = 0; member < 3; member++) {
            world.brokenWithCandidate.add("r0-" + member);
        }
        assertThat(world.runUntil(PATIENCE, now -> now.phase(rollout).equals("HELD")))
                .isTrue();
        assertThat(world.store.entries)
                .anySatisfy(entry -> assertThat(entry.detail().getOrDefault("text", ""))
                        .contains("not restored because the prior is compromised"));
        world.run(Duration.ofSeconds(30));
        assertNothingLedBack();
    }

    @Test
    void afterAHaltARoutineRolloutMayNotStartFromWhatIsStillInUse() {
        world.runUntil(PATIENCE, now -> phases("PROMOTED") > 0);
        assertThat(world.order(new Order.Halt(rollout, "enough"), "operator")).isInstanceOf(Answer.Done.class);
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout))).isTrue();
        assertThat(world.phase(rollout)).isEqualTo("PARTIAL");
        assertThat(world.view(rollout).why().orElseThrow())
                .contains("key/r1-0@r1-0")
                .doesNotContain("key/r0-0@r0-0");
        assertThat(world.view(rollout).changes())
                .filteredOn(change -> change.credential().startsWith("key/r0"))
                .allMatch(change -> change.phase().equals("DONE"));
        assertNothingLedBack();
        world.crash();
        Answer routine = world.order(new Order.Propose("plan", "as always", Optional.empty()), "operator");
        assertThat(routine)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reasons())
                                .extracting(Answer.Reason::code)
                                .containsOnly("P2021"));
        assertThat(world.order(
                        new Order.Propose("plan", "the rest of it", Optional.empty(), Mode.COMPROMISED), "operator"))
                .isInstanceOf(Answer.Done.class);
    }

    @Test
    void theStoreRefusesAnIntentThatWouldLeadBackWhoeverWritesIt() {
        var change = world.view(rollout).changes().getFirst();
        for (String operation : List.of("REPOINT", "ENABLE", "PROMOTE")) {
            var intent = new IntentRow(
                    "i-" + operation,
                    "another-rollout",
                    "another-rollout/" + change.credential(),
                    "another-attempt",
                    operation,
                    Optional.of(change.credential()),
                    change.prior(),
                    "{}");
            var commit = new Commit(List.of(), List.of(intent), List.of(), List.of(), List.of());
            assertThatThrownBy(() -> world.store.commit(commit))
                    .as(operation)
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("compromised");
        }
    }

    private void assertRefused(Order order) {
        assertThat(world.order(order, "operator")).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(Answer.Kind.CONFLICT);
            assertThat(refused.reasons()).extracting(Answer.Reason::code).containsExactly("E2032");
        });
    }

    private void assertNothingLedBack() {
        assertThat(world.store.everOpened).extracting(IntentRow::operation).doesNotContain("REPOINT", "ENABLE");
    }

    private long phases(String phase) {
        return world.targets(rollout).stream()
                .filter(target -> target.phase().equals(phase))
                .count();
    }
}
