package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.ring.OverlapWaiver;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a backend that holds one value at a time (class C4) asks of a plan: somebody's waiver, four eyes, and all its holders in
 * one ring, because the one swap at the verifier reaches all of them at once.
 */
final class SwapCheck {
    private static final int APPROVALS = 2;

    private SwapCheck() {}

    static void of(
            Credential credential,
            CredentialFacts facts,
            Optional<OverlapWaiver> waiver,
            List<String> uncovered,
            List<PlannedRing> rings,
            Mode mode,
            Instant now,
            Findings findings) {
        String id = credential.id();
        waiver(id, waiver, now, findings);
        if (mode == Mode.COMPROMISED) {
            findings.refuse(
                    RefusalCode.NO_SWAP_BACK,
                    "the verifier of " + id
                            + " holds one value: a candidate that breaks could only be undone by accepting"
                            + " the compromised prior again",
                    "change it by hand, or give it a second value");
        }
        List<String> names = ringsOf(id, rings);
        if (names.size() > 1 || !uncovered.isEmpty()) {
            findings.refuse(
                    RefusalCode.ONE_SWAP_ONE_RING,
                    "one swap reaches every holder of " + id + " at once, but they stand in "
                            + (uncovered.isEmpty()
                                    ? "rings " + Spoken.list(names)
                                    : "no ring: " + Spoken.list(uncovered)),
                    "select all its holders into one ring");
        }
        if (facts.verifier().mint() != Mint.CALLER) {
            findings.refuse(
                    RefusalCode.MINTED_BY_VERIFIER,
                    "the verifier of " + id
                            + " holds one value and makes it itself: the prior could not be swapped back",
                    "use a connector that takes a value");
        }
    }

    private static void waiver(String id, Optional<OverlapWaiver> waiver, Instant now, Findings findings) {
        if (waiver.isEmpty()) {
            findings.refuse(
                    RefusalCode.NO_OVERLAP,
                    "the verifier of " + id + " accepts one value at a time: every change is an outage",
                    "give it a second value (a second account, a rotation policy), or accept the outage with waiver:"
                            + " {overlap: none} in the ring plan");
        } else if (waiver.get().expired(now)) {
            findings.refuse(
                    RefusalCode.WAIVER_EXPIRED,
                    "the waiver by " + waiver.get().by() + " for " + id + " ended at "
                            + waiver.get().until(),
                    "decide again, and give it a new until");
        } else {
            findings.note(
                    "NO_OVERLAP",
                    id + " changes by one swap, an outage, waived by "
                            + waiver.get().by() + " until " + waiver.get().until() + ": "
                            + waiver.get().cause());
        }
    }

    private static List<String> ringsOf(String credential, List<PlannedRing> rings) {
        return rings.stream()
                .filter(ring ->
                        ring.members().stream().map(TargetId::credential).anyMatch(credential::equals))
                .map(ring -> ring.ring().name())
                .toList();
    }

    /** The same rings, nobody of which begins before two people agreed to the outage. */
    static List<PlannedRing> approved(List<PlannedRing> rings, List<PlannedCredential> credentials, Findings findings) {
        boolean swaps =
                credentials.stream().anyMatch(planned -> planned.capabilityClass() == CapabilityClass.C4_SINGLE_VALUED);
        if (!swaps || rings.getFirst().ring().approvals() >= APPROVALS) {
            return rings;
        }
        findings.note("APPROVALS_RAISED", "a plan without overlap begins with " + APPROVALS + " approvals");
        return IntStream.range(0, rings.size())
                .mapToObj(index -> index == 0 ? raised(rings.get(index)) : rings.get(index))
                .toList();
    }

    private static PlannedRing raised(PlannedRing planned) {
        Ring ring = planned.ring();
        return new PlannedRing(
                new Ring(
                        ring.name(),
                        ring.select(),
                        ring.gate(),
                        APPROVALS,
                        ring.quiet(),
                        ring.adoptBy(),
                        ring.returnBy()),
                planned.members());
    }
}
