package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.judge.ExcessBound;
import io.nhigovernor.governor.plan.AccountBaseline;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.plan.PlanRequest;
import io.nhigovernor.governor.plan.PlanResult;
import io.nhigovernor.governor.plan.Planner;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.Selectors;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a wish for a rollout into a plan: first the facts are read outside, then the planner decides. */
final class PlanDesk {
    private final Telemetry telemetry;
    private final Map<Long, Ask> waiting = new HashMap<>();

    PlanDesk(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    Asked ask(long ticket, Order.Propose propose, Caller caller, Inventory inventory) {
        Optional<RingPlan> ringPlan = inventory.ringPlan(propose.ringPlan());
        if (ringPlan.isEmpty()) {
            return new Asked.Refused(Answer.Refused.of(
                    Answer.Kind.NOT_FOUND,
                    "E2103",
                    "there is no ring plan " + propose.ringPlan(),
                    known(inventory.ringPlans().stream().map(RingPlan::id).toList())));
        }
        waiting.put(ticket, new Ask(propose, caller));
        return new Asked.Read(selected(ringPlan.get(), inventory));
    }

    private static String known(List<String> ringPlans) {
        return ringPlans.isEmpty()
                ? "none was applied yet: governor apply one first"
                : "governor apply it first; there is " + String.join(", ", ringPlans);
    }

    static List<Credential> selected(RingPlan ringPlan, Inventory inventory) {
        var selecting = Selectors.matching(ringPlan.credentials(), ringPlan.id());
        return inventory.credentials().stream()
                .filter(document -> selecting.test(document.credential().id(), document.labels()))
                .map(document -> document.credential())
                .toList();
    }

    Proposal plan(
            EngineEvent.FactsRead read,
            DocumentDesk documents,
            Map<String, String> claims,
            Map<String, Set<Fingerprint>> compromised,
            Map<String, String> drifted,
            Instant now) {
        Inventory inventory = documents.inventory();
        Ask ask = waiting.remove(read.ticket());
        if (ask == null) {
            throw new IllegalStateException("nobody asked for facts under ticket " + read.ticket());
        }
        if (read.lost().isPresent()) {
            return new Proposal.Refused(
                    ask,
                    Answer.Refused.of(
                            Answer.Kind.CONFLICT,
                            "E2104",
                            "what the plan must know could not be read: "
                                    + read.lost().get(),
                            "look into the log, then propose again"));
        }
        Optional<RingPlan> ringPlan = inventory.ringPlan(ask.propose().ringPlan());
        var request = new PlanRequest(
                ringPlan.orElseThrow(),
                inventory,
                read.facts(),
                baselines(ringPlan.orElseThrow(), inventory, now),
                Map.of(),
                claims,
                ask.propose().commit(),
                now,
                ask.propose().mode(),
                compromised,
                drifted,
                documents.authors().of(ask));
        return switch (Planner.plan(request, PlanDesk::attainable)) {
            case PlanResult.Planned planned -> new Proposal.Made(ask, planned.plan());
            case PlanResult.Refusal refusal ->
                new Proposal.Refused(
                        ask,
                        new Answer.Refused(
                                Answer.Kind.CONFLICT,
                                refusal.reasons().stream()
                                        .map(reason ->
                                                Answer.Reason.of(reason.code().code(), reason.text(), reason.remedy()))
                                        .toList()));
        };
    }

    private Map<TargetId, AccountBaseline> baselines(RingPlan plan, Inventory inventory, Instant now) {
        Map<TargetId, AccountBaseline> known = new HashMap<>();
        inventory
                .credentials()
                .forEach(document -> document.credential().holders().forEach(holder -> {
                    var target = new TargetId(document.credential().id(), holder);
                    var past = telemetry.recorder(target.toString()).freeze(now, plan.baseline());
                    long calls = past.calls(List.of(RawSignal.Kind.values()));
                    if (calls > 0) {
                        long failures = List.of(RawSignal.Kind.values()).stream()
                                .mapToLong(kind -> past.of(kind).failures())
                                .sum();
                        Duration observed = Duration.ofMillis((long) (past.windowSeconds() * 1000));
                        known.put(target, new AccountBaseline(observed, calls, failures));
                    }
                }));
        return known;
    }

    /** The judge's own bound, asked with expected traffic. */
    private static double attainable(
            double ringFailing, double ringMinutes, double controlFailing, double controlMinutes, double phi) {
        return ExcessBound.excess(ringFailing, ringMinutes, controlFailing, controlMinutes, phi, 0);
    }

    /** Who wants which plan. */
    record Ask(Order.Propose propose, Caller caller) {}

    /** What must happen before there can be a plan. */
    sealed interface Asked {
        record Read(List<Credential> credentials) implements Asked {}

        record Refused(Answer answer) implements Asked {}
    }

    /** What came of it. */
    sealed interface Proposal {
        record Made(Ask ask, Plan plan) implements Proposal {}

        record Refused(Ask ask, Answer answer) implements Proposal {}
    }
}
