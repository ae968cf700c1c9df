package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Freezes the rings, and checks that each has members its gate can judge. */
final class RingCheck {
    private static final double CHRONIC_SHARE = 0.5;
    private static final long CHRONIC_CALLS = 20;

    private final PlanRequest request;
    private final Findings findings;

    RingCheck(PlanRequest request, Findings findings) {
        this.request = request;
        this.findings = findings;
    }

    List<PlannedRing> of(List<List<TargetId>> members) {
        List<PlannedRing> planned = new ArrayList<>();
        for (Ring ring : request.ringPlan().rings()) {
            planned.add(planned(ring, members.get(planned.size())));
        }
        return List.copyOf(planned);
    }

    private PlannedRing planned(Ring ring, List<TargetId> members) {
        if (members.isEmpty()) {
            findings.refuse(
                    RefusalCode.EMPTY_RING,
                    "ring " + ring.name() + " has no member",
                    "correct its select, or leave it out; members of an earlier ring do not count again");
        }
        members.forEach(this::chronic);
        if (!ring.gate().manual()) {
            unattributed(ring, members);
        }
        return new PlannedRing(settled(ring, members), members);
    }

    private void chronic(TargetId member) {
        AccountBaseline baseline = request.baselines().get(member);
        if (baseline != null && baseline.calls() >= CHRONIC_CALLS && baseline.failureShare() >= CHRONIC_SHARE) {
            findings.refuse(
                    RefusalCode.CHRONICALLY_FAILING,
                    member + " fails " + Spoken.share(baseline.failureShare())
                            + " of its calls already: no gate can tell whether the candidate works for it",
                    "repair it, or exclude " + member.identity() + " by name");
        }
    }

    private void unattributed(Ring ring, List<TargetId> members) {
        List<String> blind = members.stream()
                .map(TargetId::credential)
                .distinct()
                .filter(id -> {
                    CredentialFacts facts = request.facts().get(id);
                    return facts != null && facts.verifier().attribution() == VerifierCapabilities.Attribution.NONE;
                })
                .toList();
        if (!blind.isEmpty()) {
            findings.refuse(
                    RefusalCode.UNATTRIBUTED,
                    "in ring " + ring.name() + " no signal tells prior from candidate for " + Spoken.list(blind),
                    "set manual: true in the ring's gate");
        }
    }

    /** The ring with a gate that waits as long as its members' verifiers need. */
    private Ring settled(Ring ring, List<TargetId> members) {
        Gate gate = ring.gate();
        Duration settle = members.stream()
                .map(member -> request.facts().get(member.credential()))
                .filter(facts -> facts != null)
                .map(facts -> facts.verifier().settle())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (settle.compareTo(gate.settle()) <= 0) {
            return ring;
        }
        Duration floor = Gate.windowFloor(settle, gate.maxCacheTtl());
        Duration minWindow = floor.compareTo(gate.minWindow()) > 0 ? floor : gate.minWindow();
        findings.note(
                "SETTLE_RAISED",
                "ring " + ring.name() + ": a verifier needs " + Spoken.duration(settle) + " to settle; the gate waits "
                        + Spoken.duration(minWindow) + " at least");
        if (gate.maxWindow().compareTo(minWindow) <= 0) {
            findings.refuse(
                    RefusalCode.WINDOW_TOO_SHORT,
                    "ring " + ring.name() + ": three times the verifier's settle is " + Spoken.duration(minWindow)
                            + ", not less than maxWindow " + Spoken.duration(gate.maxWindow()),
                    "lengthen maxWindow");
        }
        Gate raised = new Gate(
                gate.signals(),
                settle,
                gate.maxCacheTtl(),
                minWindow,
                gate.maxWindow(),
                gate.promise(),
                gate.unattributed(),
                gate.alpha(),
                gate.probation(),
                gate.manual());
        return new Ring(
                ring.name(), ring.select(), raised, ring.approvals(), ring.quiet(), ring.adoptBy(), ring.returnBy());
    }
}
