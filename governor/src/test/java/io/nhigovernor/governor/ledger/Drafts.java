package io.nhigovernor.governor.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Ledger drafts for tests. */
public final class Drafts {
    private Drafts() {}

    public static LedgerDraft moved(String subject) {
        return LedgerDraft.of(LedgerAction.MOVED, subject, Map.of());
    }

    /** One with every field there is, and text that needs escaping. */
    public static LedgerDraft full(String subject) {
        return new LedgerDraft(
                LedgerAction.ORDERED,
                "ana",
                "token",
                Optional.of("r-1"),
                subject,
                Optional.of("a-1"),
                Optional.of("i-1"),
                Optional.of("sha256:12"),
                Optional.of("WATCHING"),
                Optional.of("HELD"),
                new TreeMap<>(Map.of("reason", "a \"quoted\"\nline, ü, 😀 and \u0001", "count", "9007199254740993")));
    }
}
