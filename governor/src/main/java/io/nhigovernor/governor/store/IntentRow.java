package io.nhigovernor.governor.store;

/**
 * A recorded wish for one external effect. At most one is open per subject (S7).
 *
 * @param subject the change or cutover it belongs to: {@code rollout/credential} or {@code rollout/target}
 * @param json everything a successor needs to reconcile or resend it
 */
public record IntentRow(String id, String rollout, String subject, String attempt, String operation, String json) {}
