package io.nhigovernor.governor.rollout;

import java.time.Instant;
import java.util.List;

/**
 * What the judge said of a ring.
 *
 * @param text the reasons in words
 * @param evidence the snapshot and parameters that produced it, as text: any decision can be replayed
 */
public record RingVerdict(
        Instant at, Word word, List<Reason> reasons, List<String> notes, Numbers numbers, String evidence) {
    public RingVerdict {
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
    }

    /** As a ring keeps it: its evidence stands in the ledger, and is as large as the ring. */
    RingVerdict inShort() {
        return new RingVerdict(at, word, reasons, notes, numbers, "");
    }

    public enum Word {
        PROMOTE,
        WATCH,
        HOLD,
        RESTORE
    }

    public record Reason(String code, String text) {}

    /** Natural logarithms of the e-values, and the excess share bounded so far. */
    public record Numbers(double lnE, double lnS1, double lnS3, double lnS4, double delta) {}

    String text() {
        return reasons.isEmpty()
                ? word.toString()
                : String.join(
                        "; ",
                        reasons.stream()
                                .map(reason -> reason.code() + " " + reason.text())
                                .toList());
    }
}
