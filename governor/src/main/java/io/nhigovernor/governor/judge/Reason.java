package io.nhigovernor.governor.judge;

import java.util.List;

/** One reason of a verdict, with its numbers in words. */
public record Reason(ReasonCode code, String text, List<String> members) {
    public Reason {
        members = List.copyOf(members);
    }
}
