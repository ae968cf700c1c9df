package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** One ledger entry as the API shows it. */
public record Entry(
        long sequence,
        Instant time,
        long epoch,
        String action,
        String rollout,
        String subject,
        String attempt,
        String intent,
        JsonNode draft) {
    public static Entry of(JsonNode node) {
        var draft = node.path("draft");
        return new Entry(
                node.path("sequence").asLong(),
                Instant.parse(node.path("time").asText()),
                node.path("epoch").asLong(),
                draft.path("action").asText(),
                draft.path("rollout").asText(),
                draft.path("subject").asText(),
                draft.path("attempt").asText(),
                draft.path("intent").asText(),
                draft);
    }

    public String detail(String name) {
        return draft.path("detail").path(name).asText();
    }

    public String operation() {
        return detail("operation");
    }

    public boolean isIntent() {
        return action.equals("INTENT");
    }

    public boolean isOutcome() {
        return action.equals("OUTCOME");
    }

    /** An intent that took effect. */
    public boolean applied() {
        return isOutcome() && detail("outcome").startsWith("applied");
    }

    /** Whether it is about this operation on this subject. */
    public boolean of(String operation, String subject) {
        return operation().equals(operation) && this.subject.equals(subject);
    }

    @Override
    public String toString() {
        return sequence + " " + action + " " + operation() + " " + subject + " " + intent;
    }
}
