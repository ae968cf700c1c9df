package io.nhigovernor.governor.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a step wants written; the store writer gives it sequence, time and hash inside the step's own transaction.
 *
 * @param actor a token's name, or {@code governor}
 * @param method how the actor was known: {@code token}, {@code schedule}, {@code engine}
 * @param rollout the rollout it belongs to, if any
 * @param subject the credential, target, ring or document it is about
 * @param detail everything else, as text; numbers are written as text so that no reader rounds them
 */
public record LedgerDraft(
        LedgerAction action,
        String actor,
        String method,
        Optional<String> rollout,
        String subject,
        Optional<String> attempt,
        Optional<String> intent,
        Optional<String> planDigest,
        Optional<String> before,
        Optional<String> after,
        SortedMap<String, String> detail) {
    public LedgerDraft {
        detail = Collections.unmodifiableSortedMap(new TreeMap<>(detail));
    }

    /** A draft by the engine itself, about nothing but its subject. */
    public static LedgerDraft of(LedgerAction action, String subject, Map<String, String> detail) {
        return new LedgerDraft(
                action,
                "governor",
                "engine",
                Optional.empty(),
                subject,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(detail));
    }
}
