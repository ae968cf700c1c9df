package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.JsonNode;

/** One ledger entry as the API shows it. */
record Entry(
        long sequence,
        long epoch,
        String action,
        String rollout,
        String subject,
        String attempt,
        String intent,
        JsonNode draft) {
    static Entry of(JsonNode node) {
        var draft = node.path("draft");
        return new Entry(
                node.path("sequence").asLong(),
                node.path("epoch").asLong(),
                draft.path("action").asText(),
                draft.path("rollout").asText(),
                draft.path("subject").asText(),
                draft.path("attempt").asText(),
                draft.path("intent").asText(),
                draft);
    }

    String detail(String name) {
        return draft.path("detail").path(name).asText();
    }

    String operation() {
        return detail("operation");
    }

    boolean isIntent() {
        return action.equals("INTENT");
    }

    boolean isOutcome() {
        return action.equals("OUTCOME");
    }

    /** An intent that took effect. */
    boolean applied() {
        return isOutcome() && detail("outcome").startsWith("applied");
    }

    boolean applied(String operation, String subject) {
        return applied() && of(operation, subject);
    }

    /** Whether it is about this operation on this subject. */
    boolean of(String operation, String subject) {
        return operation().equals(operation) && this.subject.equals(subject);
    }

    @Override
    public String toString() {
        return sequence + " " + action + " " + operation() + " " + subject + " " + intent;
    }
}
