package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.DriftView.DifferenceView;
import io.nhigovernor.governor.engine.view.DriftView.State;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.testkit.BackendCapabilities;
import io.nhigovernor.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody else changes a credential that no rollout holds. */
class DriftTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration CYCLE = Simulation.LOOKS.plusSeconds(1);
    private static final String ID = "key/r0-0";

    private final Simulation world = SimulationTest.world(7, BackendCapabilities.fenced(), "rollout");
    private final Target target = world.consumers.get(new TargetId(ID, "r0-0")).target;
    private final Credential credential = target.credential();

    @BeforeEach
    void everybodyWasSeenOnce() {
        world.promised = false;
        world.looks();
        world.run(Duration.ofSeconds(12));
        assertThat(world.drift()).allMatch(view -> view.state() == State.AS_KNOWN);
    }

    @Test
    void aStrangersValueIsNoticedWithinOneCycleAndHeldWithTheDifferenceShown() {
        Fingerprint stranger = world.backend.strangerPoints(target);
        world.run(CYCLE);
        DriftView view = view();
        assertThat(view.state()).isEqualTo(State.DRIFTED);
        assertThat(view.since()).isPresent();
        assertThat(view.differences())
                .singleElement()
                .extracting(DifferenceView::text)
                .asString()
                .matches("the delivery to r0-0 shows \\S+ \\(version \\d+\\), not \\S+")
                .contains(stranger.value(), world.first(ID).value());
        assertThat(told(LedgerAction.ALARM))
                .singleElement()
                .satisfies(entry -> assertThat(entry.detail())
                        .containsEntry("code", "E2113")
                        .hasEntrySatisfying(
                                "text", text -> assertThat(text).contains(stranger.value(), "accept-drift")));
        assertThat(codes(propose())).contains("P2024");
        world.run(CYCLE.multipliedBy(2));
        assertThat(told(LedgerAction.ALARM)).as("told once").hasSize(1);
    }

    @Test
    void anotherAcceptedValueIsNoticedToo() {
        Fingerprint stranger = world.backend.strangerAdmits(credential);
        world.run(CYCLE);
        assertThat(view().differences())
                .extracting(DifferenceView::text)
                .containsExactly("the verifier also accepts " + stranger + ", which bears nobody's label");
        assertThat(codes(propose())).containsExactly("P2024");
    }

    @Test
    void aPlanSeesItWithoutWaitingForTheCycle() {
        world.backend.strangerAdmits(credential);
        assertThat(codes(propose())).containsExactly("P2024");
        world.run(CYCLE);
        assertThat(told(LedgerAction.ALARM)).as("told once").hasSize(1);
    }

    @Test
    void anApprovedRolloutDoesNotBegin() {
        assertThat(propose()).isInstanceOf(Answer.Done.class);
        String rollout = world.rollouts().getLast();
        world.backend.strangerAdmits(credential);
        world.run(CYCLE);
        assertThat(codes(world.order(new Order.Start(rollout), "operator"))).containsExactly("E2113");
        assertThat(world.view(rollout).startedAt()).isEmpty();
        world.crash();
        assertThat(codes(world.order(new Order.Start(rollout), "operator"))).containsExactly("E2113");
    }

    @Test
    void whatIsPutBackByHandIsGoneWithinOneCycle() {
        Fingerprint stranger = world.backend.strangerAdmits(credential);
        world.run(CYCLE);
        world.backend.strangerRemoves(credential, stranger);
        world.run(CYCLE);
        assertThat(view().state()).isEqualTo(State.AS_KNOWN);
        assertThat(told(LedgerAction.EVIDENCE)).hasSize(1);
        assertThat(propose()).isInstanceOf(Answer.Done.class);
    }

    @Test
    void whatIsAcceptedIsWhatIsKnownFromThenOn() {
        Fingerprint stranger = world.backend.strangerAdmits(credential);
        world.run(CYCLE);
        var accept = new Order.AcceptDrift(ID, "the vendor called");
        assertThat(world.order(accept, "operator"))
                .isInstanceOfSatisfying(
                        Answer.Done.class,
                        done -> assertThat(((DriftView) done.body()).state()).isEqualTo(State.AS_KNOWN));
        assertThat(told(LedgerAction.ORDERED)).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("operator");
            assertThat(entry.detail())
                    .containsEntry("order", "accept-drift")
                    .containsEntry("why", "the vendor called")
                    .hasEntrySatisfying("text", text -> assertThat(text).contains(stranger.value()));
        });
        assertThat(codes(world.order(accept, "operator"))).containsExactly("E2114");
        world.crash();
        world.run(CYCLE);
        assertThat(view().state()).isEqualTo(State.AS_KNOWN);
        assertThat(propose()).isInstanceOf(Answer.Done.class);
    }

    @Test
    void aRestartForgetsNothing() {
        world.backend.strangerAdmits(credential);
        world.crash();
        assertThat(view().state()).isEqualTo(State.NOT_LOOKED_AT);
        world.run(CYCLE);
        assertThat(view().state()).isEqualTo(State.DRIFTED);
        world.crash();
        assertThat(view().state()).isEqualTo(State.DRIFTED);
    }

    @Test
    void anUnreadableBackendIsNoDriftAndNoAllClear() {
        world.faults(Map.of(Fault.TIMEOUT_BEFORE, 1.0));
        world.run(CYCLE.multipliedBy(3));
        assertThat(world.drift()).allSatisfy(view -> {
            assertThat(view.state()).isEqualTo(State.NOT_LOOKED_AT);
            assertThat(view.unreadable()).isPresent();
            assertThat(view.lookedAt()).isPresent();
        });
        world.backend.strangerAdmits(credential);
        world.faults(Map.of());
        world.run(CYCLE);
        assertThat(view().state()).isEqualTo(State.DRIFTED);
        world.faults(Map.of(Fault.TIMEOUT_BEFORE, 1.0));
        world.run(CYCLE.multipliedBy(3));
        assertThat(view().state()).as("not seen gone").isEqualTo(State.DRIFTED);
        assertThat(told(LedgerAction.EVIDENCE)).isEmpty();
    }

    @Test
    void whatARolloutDoesIsNeverTakenForDrift() {
        assertThat(propose()).isInstanceOf(Answer.Done.class);
        String rollout = world.rollouts().getLast();
        assertThat(world.order(new Order.Start(rollout), "operator")).isInstanceOf(Answer.Done.class);
        assertThat(view().state()).isEqualTo(State.IN_ROLLOUT);
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout))).isTrue();
        assertThat(world.phase(rollout)).isEqualTo("COMPLETED");
        world.run(CYCLE);
        assertThat(world.drift()).allMatch(view -> view.state() == State.AS_KNOWN);
        assertThat(told(LedgerAction.ALARM)).isEmpty();
    }

    @Test
    void whoChangesItRightAfterARolloutsEndIsFoundByWhatTheEndSays() {
        assertThat(propose()).isInstanceOf(Answer.Done.class);
        String rollout = world.rollouts().getLast();
        assertThat(world.order(new Order.Start(rollout), "operator")).isInstanceOf(Answer.Done.class);
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout))).isTrue();
        Fingerprint stranger = world.backend.strangerPoints(target);
        world.run(CYCLE);
        assertThat(view().differences())
                .singleElement()
                .satisfies(found -> assertThat(found.found()).contains(stranger.value()));
    }

    @Test
    void aLookThatBeganBeforeARolloutTookTheCredentialSaysNothing() {
        assertThat(propose()).isInstanceOf(Answer.Done.class);
        String rollout = world.rollouts().getLast();
        world.run(Duration.ofSeconds(3));
        world.slowness = Duration.ofSeconds(30);
        world.run(Duration.ofSeconds(8));
        world.slowness = Duration.ofMillis(20);
        assertThat(world.order(new Order.Start(rollout), "operator")).isInstanceOf(Answer.Done.class);
        assertThat(world.runUntil(PATIENCE, now -> now.ended(rollout))).isTrue();
        world.run(CYCLE);
        assertThat(told(LedgerAction.ALARM)).isEmpty();
        assertThat(world.drift()).allMatch(view -> view.state() == State.AS_KNOWN);
    }

    private Answer propose() {
        return world.order(new Order.Propose("plan", "quarterly", Optional.empty()), "operator");
    }

    private DriftView view() {
        return world.drift().stream()
                .filter(view -> view.credential().equals(ID))
                .findFirst()
                .orElseThrow();
    }

    private List<LedgerDraft> told(LedgerAction action) {
        return world.store.entries.stream()
                .filter(entry -> entry.action() == action)
                .filter(entry -> entry.subject().equals(ID))
                .filter(entry -> entry.rollout().isEmpty())
                .toList();
    }

    private static List<String> codes(Answer answer) {
        return ((Answer.Refused) answer)
                .reasons().stream().map(Answer.Reason::code).toList();
    }
}
