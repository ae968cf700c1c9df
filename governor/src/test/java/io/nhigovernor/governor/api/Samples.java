package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.PriorEndView;
import io.nhigovernor.governor.engine.view.RestoreView;
import io.nhigovernor.governor.engine.view.RingView;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.engine.view.VerdictView;
import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.plan.PlannedCredential;
import io.nhigovernor.governor.plan.PlannedRing;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.Selector;
import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rollout of two rings over one shared credential, in any phase. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    public static final String DIGEST = "sha256:" + "ab".repeat(32);
    static final TargetId FIRST = new TargetId("db-password", "billing");
    static final TargetId SECOND = new TargetId("db-password", "orders");

    private Samples() {}

    public static RolloutView rollout(String id, String ringPlan, String reason, String phase, String requester) {
        boolean ended = List.of("RESTORED", "COMPLETED", "PARTIAL").contains(phase);
        boolean restored = phase.equals("RESTORED");
        return new RolloutView(
                id,
                ringPlan,
                DIGEST,
                "ROUTINE",
                phase,
                restored ? Optional.of("halted: 9 authentication failures on the candidate") : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                requester,
                reason,
                List.of(),
                NOW,
                Optional.of(NOW.plusSeconds(5)),
                ended ? Optional.of(NOW.plusSeconds(65)) : Optional.empty(),
                List.of(
                        ring("canary", restored ? "RESTORED" : "PASSED", 1, verdict("PROMOTE", "every member proven")),
                        ring("rest", "PENDING", 0, Optional.empty())),
                List.of(new RolloutView.ChangeView(
                        "db-password",
                        "ADMITTED",
                        "attempt-1",
                        Optional.of("kid-1"),
                        Optional.of("kid-2"),
                        Optional.empty(),
                        List.of())),
                restored ? Optional.of(restore()) : Optional.empty(),
                List.of(),
                plan(ringPlan));
    }

    static Optional<VerdictView> verdict(String verdict, String why) {
        return Optional.of(new VerdictView(
                NOW.plusSeconds(30),
                verdict,
                List.of(new VerdictView.ReasonView("P1", why)),
                List.of("SHORT_BASELINE"),
                0.5,
                0.1,
                0.2,
                0.3,
                0.012));
    }

    private static RingView ring(String name, String phase, int moved, Optional<VerdictView> verdict) {
        return new RingView(name, phase, 1, moved, moved, 0, 0, 0, 0, 0, verdict);
    }

    static RestoreView restore() {
        return new RestoreView(
                "9 authentication failures on the candidate",
                Optional.of(NOW.plusSeconds(40)),
                NOW.plusSeconds(44),
                Optional.of(NOW.plusSeconds(46)),
                Optional.of(NOW.plusSeconds(50)),
                Optional.of(NOW.plusSeconds(65)),
                List.of(FIRST.toString()),
                List.of("billing"),
                9,
                List.of(new PriorEndView(
                        FIRST.credential(), NOW.plusSeconds(7200), Optional.of(NOW.plusSeconds(3600)))));
    }

    public static TargetView target(TargetId id, String ring) {
        TargetView.Seen prior =
                new TargetView.Seen(120, 0, Optional.of(NOW.minusSeconds(600)), Optional.of(NOW), Optional.of(NOW));
        TargetView.Seen candidate = new TargetView.Seen(
                31,
                9,
                Optional.of(NOW.plusSeconds(20)),
                Optional.of(NOW.plusSeconds(44)),
                Optional.of(NOW.plusSeconds(39)));
        return new TargetView(
                id.toString(),
                id.identity(),
                id.credential(),
                ring,
                "WATCHING",
                "ADMITTED",
                Optional.of(NOW.plusSeconds(19)),
                prior,
                candidate,
                Optional.of(NOW.plusSeconds(40)),
                Optional.empty(),
                Optional.empty());
    }

    static Plan plan(String ringPlan) {
        Ring canary = ringOf("canary", List.of("billing"));
        Ring rest = ringOf("rest", List.of("orders"));
        ConnectorSettings local = ConnectorSettings.of("local", Map.of("path", "billing"));
        Credential credential = new Credential(
                "db-password",
                CredentialKind.SECRET,
                List.of("billing", "orders"),
                local,
                local,
                List.of(new RelyingParty("database", URI.create("tcp://127.0.0.1:5432"))));
        PlannedCredential planned = new PlannedCredential(
                credential,
                new VerifierCapabilities(
                        true,
                        true,
                        VerifierCapabilities.Mint.CALLER,
                        VerifierCapabilities.Disable.REVERSIBLE,
                        VerifierCapabilities.Attribution.DIRECT,
                        Duration.ofSeconds(1)),
                new DeliveryCapabilities(true, 2),
                CapabilityClass.C1_FENCED,
                List.of("reports"),
                new Fingerprint("kid-1"),
                Optional.of(NOW.plusSeconds(86_400)));
        return new Plan(
                DIGEST,
                new RingPlan(
                        ringPlan,
                        Selector.labels(Map.of("team", "payments")),
                        Selector.ids(List.of("control")),
                        Duration.ofHours(24),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        RingPlan.OnRestore.RING,
                        List.of(canary, rest)),
                List.of(planned),
                List.of(new PlannedRing(canary, List.of(FIRST)), new PlannedRing(rest, List.of(SECOND))),
                List.of(new TargetId("db-password", "control")),
                Duration.ofMinutes(42),
                CapabilityClass.C1_FENCED,
                "the excess failure share of each ring is below 1 %",
                "the prior stays staged at its delivery",
                List.of(0.05, 0.02),
                List.of(new Plan.Note("SHORT_BASELINE", "only 2 h of past calls are known")),
                Optional.of("4f2a91c"));
    }

    private static Ring ringOf(String name, List<String> members) {
        return new Ring(
                name,
                Selector.ids(members),
                Gate.defaults(),
                0,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5));
    }

    public static DriftView drift(String credential, boolean drifted) {
        return new DriftView(
                credential,
                drifted ? DriftView.State.DRIFTED : DriftView.State.AS_KNOWN,
                Optional.of(NOW),
                Optional.empty(),
                drifted ? Optional.of(NOW) : Optional.empty(),
                drifted
                        ? List.of(new DriftView.DifferenceView(
                                "delivery to billing",
                                Optional.of("kid-1"),
                                Optional.of("kid-2"),
                                Optional.of(7L),
                                Optional.empty(),
                                "the delivery to billing shows kid-2 (version 7), not kid-1"))
                        : List.of());
    }
}
