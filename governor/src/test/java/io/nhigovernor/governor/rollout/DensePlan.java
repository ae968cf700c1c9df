package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.plan.PlannedCredential;
import io.nhigovernor.spi.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A plan drawn from a seed: one to three credentials, shared or not across one to three rings. Where single values are asked
 * for, each credential is held as one with even odds, the first always; else all are of any class with overlap.
 */
final class DensePlan {
    /** Of a target's quiet period; everything else is in proportion to it. */
    private static final List<Integer> QUIET_SECONDS = List.of(2, 5, 60, 1_800, 7_200);

    private DensePlan() {}

    static Plan draw(SplittableRandom random, boolean singleValues) {
        return singleValues ? single(random) : overlapping(random);
    }

    private static Plan overlapping(SplittableRandom random) {
        int credentials = 1 + random.nextInt(3);
        int rings = 1 + random.nextInt(3);
        int targets = random.nextInt(40) == 0 ? 20 + random.nextInt(21) : rings + random.nextInt(9);
        int quiet = QUIET_SECONDS.get(random.nextInt(QUIET_SECONDS.size()));
        List<String> members = new ArrayList<>();
        for (int target = 0; target < targets; target++) {
            members.add("c" + target % credentials + "@i" + target);
        }
        int used = Math.min(credentials, targets);
        var text = new PlanText();
        for (int credential = 0; credential < used; credential++) {
            text.take("credential c" + credential + ":" + capabilities(random));
        }
        for (int ring = 0; ring < rings; ring++) {
            int index = ring;
            String mine = String.join(
                    " ",
                    IntStream.range(0, targets)
                            .filter(target -> target * rings / targets == index)
                            .mapToObj(members::get)
                            .toList());
            text.take("ring ring" + ring + ": " + mine + "; quiet " + quiet + "s; adopt by " + 6 * quiet
                    + "s; return by " + 4 * quiet + "s" + approvals(random));
        }
        text.take("plan: watch " + quiet * (1 + random.nextInt(3)) + "s; quarantine " + quiet * (1 + random.nextInt(3))
                + "s" + (random.nextInt(4) == 0 ? "; on restore rollout" : ""));
        return text.plan();
    }

    /** Every holder of a single value stands in one ring, somebody waived the overlap, and two must approve (guarantees §3). */
    private static Plan single(SplittableRandom random) {
        int credentials = 1 + random.nextInt(3);
        int rings = 1 + random.nextInt(2);
        int targets = credentials + random.nextInt(6);
        int quiet = QUIET_SECONDS.get(random.nextInt(QUIET_SECONDS.size()));
        var text = new PlanText();
        List<List<String>> members = List.of(new ArrayList<>(), new ArrayList<>());
        for (int credential = 0; credential < credentials; credential++) {
            boolean one = credential == 0 || random.nextBoolean();
            text.take("credential c" + credential + ":" + (one ? singleValue(random) : capabilities(random)));
            int home = random.nextInt(rings);
            for (int target = credential; target < targets; target += credentials) {
                members.get(one ? home : random.nextInt(rings)).add("c" + credential + "@i" + target);
            }
        }
        String approvals = "; approvals 2";
        for (List<String> mine : members) {
            if (!mine.isEmpty()) {
                text.take("ring ring" + members.indexOf(mine) + ": " + String.join(" ", mine) + "; quiet " + quiet
                        + "s; adopt by " + 6 * quiet + "s; return by " + 4 * quiet + "s" + approvals);
                approvals = approvals(random);
            }
        }
        text.take("plan: watch " + quiet * (1 + random.nextInt(3)) + "s; quarantine " + quiet * (1 + random.nextInt(3))
                + "s; overlap waived by vera; authors vera" + (random.nextInt(4) == 0 ? "; on restore rollout" : ""));
        return text.plan();
    }

    private static String singleValue(SplittableRandom random) {
        return (random.nextInt(5) == 0 ? "" : " at ledger" + (random.nextBoolean() ? " audit" : "")) + "; no overlap"
                + (random.nextBoolean() ? "; unconditional pointer" : "")
                + (random.nextInt(4) == 0 ? "; settle 1s" : "");
    }

    private static String approvals(SplittableRandom random) {
        return (random.nextInt(4) == 0 ? "; approvals " + (1 + random.nextInt(2)) : "")
                + (random.nextInt(8) == 0 ? "; manual" : "");
    }

    private static String capabilities(SplittableRandom random) {
        var words =
                new StringBuilder(random.nextInt(5) == 0 ? "" : " at ledger" + (random.nextBoolean() ? " audit" : ""));
        switch (random.nextInt(5)) {
            case 0 -> words.append("; unconditional disable; unconditional pointer");
            case 1 -> words.append("; unconditional disable; disable recreate");
            case 2 -> words.append("; mint key-signed; settle 1s");
            case 3 -> words.append(random.nextBoolean() ? "; disable none" : "");
            default -> {}
        }
        return words.toString();
    }

    /** The same plan for the next rollout: other generations in use, another digest. */
    static Plan next(Plan plan, String digest, Map<String, Fingerprint> priors) {
        List<PlannedCredential> credentials = plan.credentials().stream()
                .map(planned -> new PlannedCredential(
                        planned.credential(),
                        planned.verifier(),
                        planned.delivery(),
                        planned.capabilityClass(),
                        planned.uncovered(),
                        priors.getOrDefault(planned.credential().id(), planned.prior()),
                        planned.priorExpires()))
                .toList();
        return new Plan(
                digest,
                plan.ringPlan(),
                credentials,
                plan.rings(),
                plan.control(),
                plan.predicted(),
                plan.weakest(),
                plan.promise(),
                plan.restoreProof(),
                plan.attainableDelta(),
                plan.notes(),
                plan.commit(),
                plan.mode(),
                plan.authors());
    }
}
