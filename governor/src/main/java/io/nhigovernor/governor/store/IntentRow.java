package io.nhigovernor.governor.store;

import java.util.Optional;
import java.util.Set;

/**
 * A recorded wish for one external effect. At most one is open per subject (S7).
 *
 * @param subject the change or cutover it belongs to: {@code rollout/credential} or {@code rollout/target}
 * @param credential the credential it is about, if one is named
 * @param generation the generation it leads to or takes away, once it is made
 * @param json everything a successor needs to reconcile or resend it
 */
public record IntentRow(
        String id,
        String rollout,
        String subject,
        String attempt,
        String operation,
        Optional<String> credential,
        Optional<String> generation,
        String json) {
    /** Operations after which consumers are sent to the generation; none may name a compromised one. */
    private static final Set<String> LEADING = Set.of("STAGE", "ADMIT", "PROMOTE", "REPOINT", "ENABLE");

    /** Of no named generation. */
    public IntentRow(String id, String rollout, String subject, String attempt, String operation, String json) {
        this(id, rollout, subject, attempt, operation, Optional.empty(), Optional.empty(), json);
    }

    /** Whether this would lead somebody to the generation. */
    public boolean leadsTo(String ofCredential, String ofGeneration) {
        return LEADING.contains(operation)
                && credential.equals(Optional.of(ofCredential))
                && generation.equals(Optional.of(ofGeneration));
    }
}
