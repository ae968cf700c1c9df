package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.Gate.Promise;
import io.nhigovernor.spi.CapabilityClass;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What a plan says of itself in sentences. */
final class PlanWords {
    static final String NO_WAY_BACK =
            "none: the prior is compromised, and nothing leads back to it; breakage is reported and"
                    + " repaired forward";

    private PlanWords() {}

    static String promise(
            List<PlannedRing> rings,
            List<Double> deltas,
            CapabilityClass weakest,
            List<PlannedCredential> credentials) {
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < rings.size(); index++) {
            text.append(ring(rings.get(index), deltas.get(index))).append("; ");
        }
        return text.append("weakest backend ")
                .append(weakest.name(), 0, 2)
                .append(": ")
                .append(weakest.promise())
                .append(swaps(credentials))
                .toString();
    }

    /** What a backend without overlap cannot promise. */
    private static String swaps(List<PlannedCredential> credentials) {
        List<String> swapped = credentials.stream()
                .filter(planned -> planned.capabilityClass() == CapabilityClass.C4_SINGLE_VALUED)
                .map(planned -> planned.credential().id())
                .toList();
        return swapped.isEmpty()
                ? ""
                : "; NOT promised for " + Spoken.list(swapped) + ": that every call works (S2). From its swap until its"
                        + " pointers moved and its consumers reloaded, their calls fail; a restore is one more swap. How"
                        + " long each took is measured and reported";
    }

    static String restoreProof(List<PlannedCredential> credentials, List<PlannedRing> rings, Instant now) {
        String stores = credentials.stream()
                .map(planned -> planned.credential().delivery().connector())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        int holders = credentials.stream()
                .mapToInt(planned -> planned.credential().holders().size())
                .sum();
        return "the prior of each credential (" + credentials.size() + ") was fetched again by fingerprint from "
                + stores + " for every holder (" + holders + ") and is accepted by its verifier, as of "
                + now.truncatedTo(ChronoUnit.SECONDS) + cached(rings);
    }

    /** How long a consumer may still call with what it cached after its pointer is back. */
    private static String cached(List<PlannedRing> rings) {
        return rings.stream()
                .map(planned -> planned.ring().gate().maxCacheTtl())
                .max(Comparator.naturalOrder())
                .filter(Duration::isPositive)
                .map(longest -> "; after a restore consumers may call with what they cached for "
                        + Spoken.duration(longest) + " more, and it counts as done when they are seen back")
                .orElse("");
    }

    private static String ring(PlannedRing planned, double delta) {
        String promised = switch (planned.ring().gate().promise()) {
            case Promise.ProofOfLife life ->
                "every member seen working on the candidate, no bound promised (attainable " + Spoken.share(delta)
                        + ")";
            case Promise.Excess excess ->
                "every member seen working on the candidate, excess failure share below "
                        + Spoken.share(Power.deltaOf(excess, planned.members().size()))
                        + " (attainable " + Spoken.share(delta) + ")";
        };
        return planned.ring().name() + ": " + promised + (planned.ring().gate().manual() ? ", and a human's word" : "");
    }
}
