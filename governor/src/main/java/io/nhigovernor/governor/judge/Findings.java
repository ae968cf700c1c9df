package io.nhigovernor.governor.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands against a promotion, as it is found: the codes, how many members are meant and, if wanted, which. */
final class Findings {
    private final boolean named;
    private final Set<ReasonCode> codes = EnumSet.noneOf(ReasonCode.class);
    private final int[] counts = new int[ReasonCode.values().length];
    private final Map<ReasonCode, List<String>> members = new EnumMap<>(ReasonCode.class);
    private final Map<ReasonCode, String> texts = new EnumMap<>(ReasonCode.class);

    /** @param named whether members and texts are kept, and not only counted */
    Findings(boolean named) {
        this.named = named;
    }

    boolean named() {
        return named;
    }

    void member(ReasonCode code, Member member) {
        counts[code.ordinal()]++;
        if (named) {
            members.computeIfAbsent(code, found -> new ArrayList<>()).add(member.id);
        }
    }

    int count(ReasonCode code) {
        return counts[code.ordinal()];
    }

    /** Makes it a reason. */
    void add(ReasonCode code, String text) {
        codes.add(code);
        if (named) {
            texts.put(code, text);
        }
    }

    Set<ReasonCode> codes() {
        return codes;
    }

    List<Reason> reasons() {
        return codes.stream()
                .map(code -> new Reason(code, texts.getOrDefault(code, ""), members.getOrDefault(code, List.of())))
                .toList();
    }
}
