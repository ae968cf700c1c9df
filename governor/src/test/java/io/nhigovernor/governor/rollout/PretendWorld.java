package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.plan.PlannedCredential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything outside the governor, with a memory: one verifier per credential, one delivery per target, relying parties. */
final class PretendWorld {
    final SortedMap<TargetId, PretendDelivery> deliveries = new TreeMap<>();
    final SortedMap<String, PretendVerifier> verifiers = new TreeMap<>();
    final Set<String> partiesDown = new HashSet<>();
    /** Relying parties that refuse a generation although the verifier accepts it, as {@code party generation}. */
    final Set<String> partyRefusals = new HashSet<>();

    private final Plan plan;
    private final Map<String, List<PretendDelivery>> deliveriesByCredential = new HashMap<>();
    private final Map<String, Integer> minted = new HashMap<>();

    PretendWorld(Plan plan) {
        this.plan = plan;
        for (PlannedCredential planned : plan.credentials()) {
            String id = planned.credential().id();
            verifiers.put(
                    id,
                    new PretendVerifier(
                            planned.prior(),
                            planned.verifier().overlap(),
                            planned.verifier().conditionalDisable(),
                            planned.verifier().settle()));
            for (String holder : planned.credential().holders()) {
                var delivery =
                        new PretendDelivery(planned.prior(), planned.delivery().conditionalPointer());
                deliveries.put(new TargetId(id, holder), delivery);
                deliveriesByCredential
                        .computeIfAbsent(id, ignored -> new ArrayList<>())
                        .add(delivery);
            }
        }
    }

    PretendDelivery delivery(TargetId target) {
        return java.util.Objects.requireNonNull(deliveries.get(target), target::toString);
    }

    List<PretendDelivery> deliveriesOf(String credential) {
        return deliveriesByCredential.getOrDefault(credential, List.of());
    }

    PretendVerifier verifier(String credential) {
        return java.util.Objects.requireNonNull(verifiers.get(credential), credential);
    }

    /** Performs a recorded intent, as often as asked, with the effect of once. */
    Outcome perform(Action.Send send, Instant now) {
        OpenIntent intent = send.intent();
        return switch (intent.operation()) {
            case STAGE -> stage(send);
            case PROMOTE -> delivery(target(intent)).point(intent);
            case REPOINT -> delivery(target(intent)).point(intent);
            case DISCARD -> delivery(target(intent)).discard(generation(intent));
            case ADMIT -> admit(send, intent.attempt(), now);
            case DISABLE -> verifier(intent.credential()).disable(intent, now);
            case ENABLE ->
                plan.credential(intent.credential()).verifier().overlap()
                        ? verifier(intent.credential()).enable(intent, now)
                        : admit(send, intent.id(), now);
            case DESTROY -> verifier(intent.credential()).destroy(generation(intent), now);
            case WITHDRAW -> verifier(intent.credential()).destroy(generation(intent), now);
        };
    }

    private Outcome admit(Action.Send send, String attempt, Instant now) {
        OpenIntent intent = send.intent();
        return held(send)
                ? verifier(intent.credential()).admit(attempt, generation(intent), now)
                : Outcome.NotApplied.busy("the material cannot be read now", Duration.ofSeconds(1));
    }

    private Outcome stage(Action.Send send) {
        OpenIntent intent = send.intent();
        PretendDelivery delivery = delivery(target(intent));
        boolean signed = plan.credential(intent.credential()).verifier().mint() == Mint.CALLER_KEY_SIGNED;
        if (intent.generation().isEmpty()) {
            Fingerprint made = delivery.pending(intent.attempt()).orElseGet(() -> mint(intent.credential()));
            return delivery.stage(intent.attempt(), made, signed);
        }
        if (!held(send) || signed && !verifier(intent.credential()).knows(generation(intent))) {
            return Outcome.NotApplied.busy("the material cannot be read now", Duration.ofSeconds(1));
        }
        return delivery.stage(intent.attempt(), generation(intent), false);
    }

    private boolean held(Action.Send send) {
        return send.source()
                .filter(source -> delivery(source).holds(generation(send.intent())))
                .isPresent();
    }

    private Fingerprint mint(String credential) {
        int count = minted.merge(credential, 1, Integer::sum);
        return new Fingerprint(credential + "-b" + (count == 1 ? "" : count));
    }

    Event.Found readBack(OpenIntent intent) {
        return switch (intent.operation()) {
            case STAGE -> {
                PretendDelivery delivery = delivery(target(intent));
                yield delivery.pending(intent.attempt())
                        .filter(found -> intent.generation().isEmpty() || delivery.complete(found))
                        .map(found -> visible(found, new Version(0)))
                        .orElse(new Event.Found.Absent());
            }
            case PROMOTE -> pointed(intent);
            case REPOINT -> pointed(intent);
            case DISCARD ->
                delivery(target(intent)).holds(generation(intent))
                        ? new Event.Found.Absent()
                        : visible(generation(intent), new Version(0));
            case ADMIT ->
                verifier(intent.credential())
                        .admitted(intent.attempt())
                        .map(found ->
                                visible(found, verifier(intent.credential()).version()))
                        .orElse(new Event.Found.Absent());
            case DISABLE -> {
                PretendVerifier verifier = verifier(intent.credential());
                if (!verifier.knows(generation(intent))) {
                    yield new Event.Found.Foreign(
                            verifier.observed(generation(intent)), "the verifier no longer knows the prior");
                }
                yield verifier.accepts(generation(intent))
                        ? new Event.Found.Absent()
                        : visible(generation(intent), verifier.version());
            }
            case ENABLE -> {
                PretendVerifier verifier = verifier(intent.credential());
                boolean raised = verifier.version().after(intent.expected().orElseThrow());
                yield raised && verifier.accepts(generation(intent))
                        ? visible(generation(intent), verifier.version())
                        : new Event.Found.Absent();
            }
            case DESTROY -> gone(intent);
            case WITHDRAW -> gone(intent);
        };
    }

    private Event.Found gone(OpenIntent intent) {
        PretendVerifier verifier = verifier(intent.credential());
        return verifier.knows(generation(intent))
                ? new Event.Found.Absent()
                : visible(generation(intent), verifier.version());
    }

    private Event.Found pointed(OpenIntent intent) {
        PretendDelivery delivery = delivery(target(intent));
        if (!delivery.version().after(intent.expected().orElseThrow())) {
            return new Event.Found.Absent();
        }
        return delivery.pointer().equals(generation(intent))
                ? visible(delivery.pointer(), delivery.version())
                : new Event.Found.Foreign(Observed.of(delivery.pointer(), delivery.version()), "the pointer moved");
    }

    Event.Precheck precheck(Action.Precheck asked) {
        PretendVerifier verifier = verifier(asked.credential());
        List<String> reasons = new ArrayList<>();
        if (!verifier.accepts(asked.prior())) {
            reasons.add("the verifier does not accept the prior " + asked.prior());
        }
        SortedMap<String, Version> pointers = new TreeMap<>();
        for (TargetId target : asked.targets()) {
            if (delivery(target).pointer().equals(asked.prior())) {
                pointers.put(target.toString(), delivery(target).version());
            } else {
                reasons.add(target + " is delivered " + delivery(target).pointer());
            }
        }
        return reasons.isEmpty()
                ? new Event.Precheck.Passed(verifier.version(), pointers)
                : new Event.Precheck.Failed(reasons);
    }

    Proof prove(Action.Prove asked, Instant now) {
        if (partiesDown.contains(asked.relyingParty())) {
            return new Proof.Inconclusive(asked.relyingParty() + " is down");
        }
        if (!delivery(asked.source()).holds(asked.generation())) {
            return new Proof.Inconclusive("the material cannot be read now");
        }
        boolean refused = partyRefusals.contains(asked.relyingParty() + " " + asked.generation())
                || !verifier(asked.credential()).heardOf(asked.generation(), now);
        return refused ? new Proof.Refused("401") : new Proof.Accepted();
    }

    Event.Reasserted reassert(Action.Reassert asked) {
        PretendDelivery delivery = delivery(asked.target());
        boolean works = verifier(asked.target().credential()).accepts(asked.prior());
        return new Event.Reasserted(
                asked.target(),
                Optional.of(works && delivery.pointer().equals(asked.prior())),
                "pointer " + delivery.pointer() + ", prior " + (works ? "accepted" : "not accepted"));
    }

    private static Event.Found visible(Fingerprint generation, Version version) {
        return new Event.Found.Visible(Outcome.Applied.of(Observed.of(generation, version)));
    }

    private static Fingerprint generation(OpenIntent intent) {
        return intent.generation().orElseThrow();
    }

    private static TargetId target(OpenIntent intent) {
        return intent.target().orElseThrow();
    }
}
