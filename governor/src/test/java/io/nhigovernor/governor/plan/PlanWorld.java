package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.plan.CredentialFacts.HolderFacts;
import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.governor.plan.Document.IdentityDocument;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.Selector;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Identity;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Tier;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.Version;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Builds what a plan is made from. Everything is in order until a test says otherwise. */
final class PlanWorld {
    static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    static final Fingerprint PRIOR = new Fingerprint("prior");
    static final VerifierCapabilities VERIFIER = new VerifierCapabilities(
            true,
            true,
            VerifierCapabilities.Mint.CALLER,
            VerifierCapabilities.Disable.REVERSIBLE,
            VerifierCapabilities.Attribution.DIRECT,
            Duration.ZERO);
    static final DeliveryCapabilities DELIVERY = new DeliveryCapabilities(true, 3);

    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final Map<String, CredentialFacts> facts = new HashMap<>();
    private final Map<TargetId, AccountBaseline> baselines = new HashMap<>();
    private final Map<String, String> excluded = new HashMap<>();
    private final Map<String, String> claimed = new HashMap<>();
    private final List<Ring> rings = new ArrayList<>();
    private final Map<String, Set<Fingerprint>> compromised = new HashMap<>();
    private final Map<String, String> drifted = new HashMap<>();
    private Mode mode = Mode.ROUTINE;
    private UnaryOperator<RingPlan> plan = UnaryOperator.identity();

    static PlanWorld empty() {
        return new PlanWorld();
    }

    /** Identities a0 and b0 with a credential each, in rings a and b; no control. */
    static PlanWorld small() {
        return empty().holder("a0", "a").holder("b0", "b").ring("a").ring("b");
    }

    /** An identity with a label {@code ring}, and a credential of its own. */
    PlanWorld holder(String id, String ring) {
        return identity(id, ring, Duration.ofSeconds(1)).credential("secret/" + id, id);
    }

    PlanWorld identity(String id, String ring, Duration cadence) {
        documents.put(id, new IdentityDocument(Identity.of(id, "team", Map.of("ring", ring), Tier.NORMAL, cadence)));
        return this;
    }

    PlanWorld credential(String id, String... holders) {
        return credentialOf("secret", id, holders);
    }

    PlanWorld credentialOf(String family, String id, String... holders) {
        ConnectorSettings local = ConnectorSettings.of("local", Map.of());
        var parties = List.of(new RelyingParty("ledger", URI.create("https://127.0.0.1/prove")));
        var credential = new Credential(id, CredentialKind.SECRET, List.of(holders), local, local, parties);
        documents.put(id, new CredentialDocument(credential, new TreeMap<>(Map.of("family", family))));
        Map<String, HolderFacts> delivered = new HashMap<>();
        for (String holder : holders) {
            delivered.put(holder, pointing(PRIOR));
        }
        facts.put(id, CredentialFacts.of(VERIFIER, DELIVERY, accepting(PRIOR), delivered));
        return this;
    }

    PlanWorld withoutRelyingParties(String id) {
        Credential old = ((CredentialDocument) documents.get(id)).credential();
        var bare = new Credential(id, old.kind(), old.holders(), old.verifier(), old.delivery(), List.of());
        documents.put(id, new CredentialDocument(bare, new TreeMap<>(Map.of("family", "secret"))));
        return this;
    }

    PlanWorld control(int count) {
        for (int index = 0; index < count; index++) {
            identity("control-" + index, "control", Duration.ofSeconds(1));
            credentialOf("control", "control/" + index, "control-" + index);
        }
        return plan(old -> new RingPlan(
                old.id(),
                old.credentials(),
                Selector.labels(Map.of("ring", "control")),
                old.baseline(),
                old.watch(),
                old.quarantine(),
                old.onRestore(),
                old.rings()));
    }

    PlanWorld ring(String label) {
        return ring(label, Gate.defaults());
    }

    PlanWorld ring(String label, Gate gate) {
        return ring(label, Selector.labels(Map.of("ring", label)), gate);
    }

    PlanWorld ring(String name, Selector select, Gate gate) {
        rings.add(new Ring(name, select, gate, 0, Duration.ofMinutes(1), Duration.ofHours(4), Duration.ofHours(1)));
        return this;
    }

    PlanWorld plan(UnaryOperator<RingPlan> change) {
        UnaryOperator<RingPlan> before = plan;
        plan = old -> change.apply(before.apply(old));
        return this;
    }

    PlanWorld verifier(String id, VerifierCapabilities capabilities) {
        return facts(id, old -> new CredentialFacts(capabilities, old.delivery(), old.acceptance(), old.holders()));
    }

    PlanWorld delivery(String id, DeliveryCapabilities capabilities) {
        return facts(id, old -> new CredentialFacts(old.verifier(), capabilities, old.acceptance(), old.holders()));
    }

    PlanWorld acceptance(String id, Reading<Acceptance> acceptance) {
        return facts(id, old -> new CredentialFacts(old.verifier(), old.delivery(), acceptance, old.holders()));
    }

    PlanWorld delivered(String id, String holder, HolderFacts read) {
        return facts(id, old -> {
            Map<String, HolderFacts> holders = new HashMap<>(old.holders());
            holders.put(holder, read);
            return CredentialFacts.of(old.verifier(), old.delivery(), old.acceptance(), holders);
        });
    }

    PlanWorld unread(String id) {
        facts.remove(id);
        return this;
    }

    PlanWorld baseline(String target, Duration observed, long calls, long failures) {
        baselines.put(TargetId.parse(target), new AccountBaseline(observed, calls, failures));
        return this;
    }

    PlanWorld excluded(String identity, String reason) {
        excluded.put(identity, reason);
        return this;
    }

    PlanWorld claimed(String credential, String rollout) {
        claimed.put(credential, rollout);
        return this;
    }

    PlanWorld drifted(String credential, String difference) {
        drifted.put(credential, difference);
        return this;
    }

    PlanWorld compromised(String credential, Fingerprint generation) {
        compromised.put(credential, Set.of(generation));
        return this;
    }

    PlanWorld mode(Mode asked) {
        mode = asked;
        return this;
    }

    PlanResult result() {
        return result((ringFailing, ringMinutes, controlFailing, controlMinutes, phi) ->
                ringMinutes == 0 ? 1 : 1 / ringMinutes);
    }

    PlanResult result(DeltaEstimate estimate) {
        RingPlan base = new RingPlan(
                "plan",
                Selector.labels(Map.of("family", "secret")),
                Selector.ids(List.of()),
                Duration.ofDays(1),
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                RingPlan.OnRestore.RING,
                rings);
        return Planner.plan(
                new PlanRequest(
                        plan.apply(base),
                        Inventory.of(documents.values()),
                        facts,
                        baselines,
                        excluded,
                        claimed,
                        Optional.of("abc123"),
                        NOW,
                        mode,
                        compromised,
                        drifted,
                        List.of()),
                estimate);
    }

    Plan planned() {
        return switch (result()) {
            case PlanResult.Planned planned -> planned.plan();
            case PlanResult.Refusal refusal -> throw new AssertionError("refused: " + refusal.reasons());
        };
    }

    List<PlanResult.Reason> refused() {
        return switch (result()) {
            case PlanResult.Planned planned -> throw new AssertionError("planned");
            case PlanResult.Refusal refusal -> refusal.reasons();
        };
    }

    static HolderFacts pointing(Fingerprint generation) {
        return new HolderFacts(Reading.known(Optional.of(generation)), true);
    }

    static Reading<Acceptance> accepting(Fingerprint... generations) {
        return accepting(List.of(generations).stream()
                .map(generation -> new AcceptedGeneration(
                        generation, true, Optional.empty(), Validity.UNLIMITED, Optional.empty()))
                .toList());
    }

    static Reading<Acceptance> accepting(List<AcceptedGeneration> generations) {
        return Reading.known(new Acceptance(new Version(1), generations));
    }

    static Reading<Acceptance> expiringIn(Duration left) {
        var validity = new Validity(Optional.empty(), Optional.of(NOW.plus(left)));
        return accepting(List.of(new AcceptedGeneration(PRIOR, true, Optional.empty(), validity, Optional.empty())));
    }

    private PlanWorld facts(String id, UnaryOperator<CredentialFacts> change) {
        facts.computeIfPresent(id, (key, old) -> change.apply(old));
        return this;
    }
}
