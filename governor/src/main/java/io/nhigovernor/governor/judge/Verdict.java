package io.nhigovernor.governor.judge;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the judge says of a ring at one instant, why, and with what numbers.
 *
 * @param reasons in the order of {@link ReasonCode}
 * @param lnE logarithm of all evidence against the ring; the next three are its parts (S1, S3, S4)
 * @param delta bound on the ring's excess failure share that its traffic has attained so far
 */
public record Verdict(
        Word word,
        List<Reason> reasons,
        double lnE,
        double lnS1,
        double lnS3,
        double lnS4,
        double delta,
        List<Note> notes) {
    public Verdict {
        reasons = List.copyOf(reasons);
        notes = List.copyOf(notes);
    }

    public Set<ReasonCode> codes() {
        Set<ReasonCode> codes = EnumSet.noneOf(ReasonCode.class);
        reasons.forEach(reason -> codes.add(reason.code()));
        return codes;
    }

    /** Whether a person would call this another verdict: another word, or other reasons. */
    public boolean differs(Verdict other) {
        return word != other.word || !codes().equals(other.codes());
    }

    /** The four answers. */
    public enum Word {
        PROMOTE,
        /** Nothing is wrong; time or traffic is lacking. */
        WATCH,
        HOLD,
        RESTORE
    }
}
