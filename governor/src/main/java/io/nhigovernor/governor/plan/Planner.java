package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.plan.PlanResult.Planned;
import io.nhigovernor.governor.plan.PlanResult.Refusal;
import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.ring.OverlapWaiver;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Inventory and ring plan to a frozen plan, or a refusal with every reason. */
public final class Planner {
    private final PlanRequest request;
    private final DeltaEstimate estimate;
    private final Findings findings = new Findings();

    private Planner(PlanRequest request, DeltaEstimate estimate) {
        this.request = request;
        this.estimate = estimate;
    }

    public static PlanResult plan(PlanRequest request, DeltaEstimate estimate) {
        return new Planner(request, estimate).plan();
    }

    private PlanResult plan() {
        Membership membership = Membership.of(request);
        if (membership.credentials().isEmpty()) {
            findings.refuse(
                    RefusalCode.NO_CREDENTIAL,
                    "ring plan " + request.ringPlan().id() + " selects no credential with a holder in a ring",
                    "correct its credentials selector or its rings");
        }
        brownOut();
        List<PlannedRing> rings = new RingCheck(request, findings).of(membership.rings());
        Prediction prediction = Prediction.of(request, rings);
        List<PlannedCredential> credentials = credentials(membership, rings, prediction);
        if (!findings.reasons().isEmpty()) {
            return new Refusal(findings.reasons());
        }
        return new Planned(planned(membership, rings, credentials, prediction));
    }

    private Plan planned(
            Membership membership,
            List<PlannedRing> asked,
            List<PlannedCredential> credentials,
            Prediction prediction) {
        List<PlannedRing> rings = SwapCheck.approved(asked, credentials, findings);
        List<Double> deltas = new Power(request, estimate, findings).of(rings, membership.control());
        membershipNotes(membership);
        baselineNotes(membership);
        SharedExpiry.note(rings, credentials, findings);
        CapabilityClass weakest = CapabilityClass.weakest(
                credentials.stream().map(PlannedCredential::capabilityClass).toList());
        RingPlan ringPlan = watchedForACadence(membership);
        return new Plan(
                PlanDigest.of(ringPlan, credentials, rings, membership.control(), request.mode()),
                ringPlan,
                credentials,
                rings,
                membership.control(),
                prediction.total(),
                weakest,
                PlanWords.promise(rings, deltas, weakest, credentials),
                request.mode() == Mode.COMPROMISED
                        ? PlanWords.NO_WAY_BACK
                        : PlanWords.restoreProof(credentials, rings, request.now()),
                deltas,
                findings.notes(),
                request.commit(),
                request.mode(),
                authors());
    }

    /** Who wrote what this plan is made from, and who waived: none of them approves it (S14). */
    private List<String> authors() {
        return Stream.concat(request.authors().stream(), request.ringPlan().waiver().map(OverlapWaiver::by).stream())
                .distinct()
                .toList();
    }

    /** A prior is given up only after everybody had a call to make: no watch is shorter than the slowest member's cadence. */
    private RingPlan watchedForACadence(Membership membership) {
        RingPlan asked = request.ringPlan();
        var traffic = new Traffic(request);
        Optional<TargetId> slowest = membership.members().stream().max(Comparator.comparing(traffic::cadence));
        Duration cadence = slowest.map(traffic::cadence).orElse(Duration.ZERO);
        if (cadence.compareTo(asked.watch()) <= 0) {
            return asked;
        }
        findings.note(
                "WATCH_RAISED",
                "the watch before a prior is disabled is raised from " + Spoken.duration(asked.watch()) + " to "
                        + Spoken.duration(cadence) + ": " + slowest.get() + " calls no oftener");
        return new RingPlan(
                asked.id(),
                asked.credentials(),
                asked.control(),
                asked.baseline(),
                cadence,
                asked.quarantine(),
                asked.onRestore(),
                asked.rings(),
                asked.waiver(),
                asked.brownOut());
    }

    private List<PlannedCredential> credentials(Membership membership, List<PlannedRing> rings, Prediction prediction) {
        List<PlannedCredential> planned = new ArrayList<>();
        for (Credential credential : membership.credentials()) {
            String rollout = request.claimed().get(credential.id());
            if (rollout != null) {
                findings.refuse(
                        RefusalCode.CLAIMED,
                        "rollout " + rollout + " holds " + credential.id(),
                        "wait for it to end, or halt it");
            }
            String drift = request.drifted().get(credential.id());
            if (drift != null) {
                findings.refuse(
                        RefusalCode.DRIFTED,
                        "somebody else changed " + credential.id() + ": " + drift,
                        "put it back, or: governor accept-drift " + credential.id() + " --reason TEXT");
            }
            CredentialFacts facts = request.facts().get(credential.id());
            if (facts == null) {
                findings.refuse(
                        RefusalCode.UNKNOWN_CONNECTOR,
                        credential.id() + " names connector "
                                + credential.verifier().connector() + " and "
                                + credential.delivery().connector() + ", not both are there",
                        "install and configure them, or correct the document");
                continue;
            }
            CapabilityClass capabilityClass = BackendCheck.of(credential, facts, findings);
            List<String> uncovered = membership.uncovered().getOrDefault(credential.id(), List.of());
            if (capabilityClass == CapabilityClass.C4_SINGLE_VALUED) {
                SwapCheck.of(
                        credential,
                        facts,
                        request.ringPlan().waiver(),
                        uncovered,
                        rings,
                        request.mode(),
                        request.now(),
                        findings);
            }
            PriorCheck.of(credential, facts, findings).ifPresent(prior -> {
                Optional<Instant> expires = prior.validity().notAfter();
                if (request.mode() == Mode.ROUTINE) {
                    // Where nothing leads back, a prior that ends early is welcome.
                    expires.ifPresent(at -> expiry(credential, at, prediction));
                }
                compromised(credential, prior.fingerprint());
                trial(credential, facts.verifier());
                planned.add(new PlannedCredential(
                        credential,
                        facts.verifier(),
                        facts.delivery(),
                        capabilityClass,
                        uncovered,
                        prior.fingerprint(),
                        expires));
            });
        }
        return List.copyOf(planned);
    }

    private void brownOut() {
        request.ringPlan().brownOut().ifPresent(length -> {
            if (request.mode() == Mode.COMPROMISED) {
                findings.refuse(
                        RefusalCode.NO_BROWN_OUT,
                        "ring plan " + request.ringPlan().id()
                                + " has a brown-out, after which the prior is given back:"
                                + " nothing may lead back to a compromised prior",
                        "use a ring plan without brownOut");
            } else {
                findings.note(
                        "BROWN_OUT",
                        "each prior is first disabled for " + Spoken.duration(length) + " on trial, given back, and all"
                                + " is watched once more before it is disabled for good");
            }
        });
    }

    private void trial(Credential credential, VerifierCapabilities verifier) {
        if (request.ringPlan().brownOut().isPresent() && verifier.disable() == VerifierCapabilities.Disable.NONE) {
            findings.note(
                    "NO_BROWN_OUT",
                    "the prior of " + credential.id()
                            + " cannot be disabled and given back: the plan's brown-out has no" + " effect on it");
        }
    }

    private void compromised(Credential credential, Fingerprint prior) {
        boolean known =
                request.compromised().getOrDefault(credential.id(), Set.of()).contains(prior);
        if (request.mode() == Mode.ROUTINE && known) {
            findings.refuse(
                    RefusalCode.PRIOR_COMPROMISED,
                    "the prior " + prior + " of " + credential.id()
                            + " is compromised: a routine rollout could lead back" + " to it",
                    "propose it with mode compromised");
        } else if (request.mode() == Mode.COMPROMISED) {
            findings.note(
                    "CONTAINMENT",
                    credential.id() + ": its verifier arms no expiry of the prior, so containment depends on us: the"
                            + " prior is accepted until every ring passed and it was disabled");
        }
    }

    /** S18: with the governor gone, the prior must outlive the rollout by the smaller of 72 h and a third of what it has left. */
    private void expiry(Credential credential, Instant at, Prediction prediction) {
        Duration left = Duration.between(request.now(), at);
        if (!left.isPositive()) {
            findings.refuse(
                    RefusalCode.PRIOR_EXPIRES,
                    "prior of " + credential.id() + " expired at " + at,
                    "there is nothing to restore to: replace it outside a ring rollout");
        } else if (!Slack.covers(left, prediction.total())) {
            findings.refuse(
                    RefusalCode.PRIOR_EXPIRES,
                    "prior of " + credential.id() + " expires in " + Spoken.duration(left) + ", inside "
                            + prediction.at(left),
                    "extend it or shorten the dwell: the plan takes " + Spoken.duration(prediction.total()) + " and "
                            + Spoken.duration(Slack.of(left)) + " of slack");
        }
    }

    private void membershipNotes(Membership membership) {
        membership.uncovered().forEach((credential, holders) -> {
            if (!holders.isEmpty()) {
                findings.note(
                        "UNCOVERED",
                        credential + ": " + Spoken.list(holders) + " stand in no ring; its prior is not retired by this"
                                + " plan");
            }
        });
        membership
                .untouched()
                .forEach(credential -> findings.note(
                        "UNTOUCHED", credential + " is selected, but none of its holders stands in a ring: it stays"));
        new TreeMap<>(request.excluded())
                .forEach((identity, reason) -> findings.note("EXCLUDED", identity + " is left out: " + reason));
    }

    private void baselineNotes(Membership membership) {
        var traffic = new Traffic(request);
        List<String> fresh = membership.members().stream()
                .filter(traffic::shortBaseline)
                .map(TargetId::toString)
                .toList();
        if (request.ringPlan().baseline().compareTo(RingPlan.DEFAULT_BASELINE) < 0) {
            findings.note(
                    "SHORT_BASELINE",
                    "the plan compares with "
                            + Spoken.duration(request.ringPlan().baseline())
                            + " of the past only; 24 h or more is better");
        } else if (!fresh.isEmpty()) {
            findings.note("SHORT_BASELINE", "less than 24 h of the past is known of " + Spoken.list(fresh));
        }
    }
}
