package io.nhigovernor.proofs.kills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nhigovernor.samples.estate.proof.Api;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps rotations going, whatever became of the last order: every look begins with how things are. One family goes to its end;
 * the other is turned back as soon as all of it is quarantined.
 */
final class Rotations {
    private static final Set<String> ENDED = Set.of("COMPLETED", "RESTORED", "PARTIAL");

    private final Map<String, String> ends = new TreeMap<>();
    private String refused = "";

    /** Looks, and gives at most one order for each family. @param more whether what ended is begun anew */
    void drive(Api api, Api approver, boolean more) throws IOException, InterruptedException {
        var summaries = api.get("/v1/rollouts").path("items");
        summaries.forEach(summary -> {
            var phase = summary.path("phase").asText();
            if (ENDED.contains(phase)) {
                ends.put(summary.path("id").asText(), phase);
            }
        });
        for (var family : List.of(Cast.FORTH, Cast.BACK)) {
            try {
                drive(api, approver, family, latest(summaries, Cast.plan(family)), more);
            } catch (Api.Refused e) {
                refused = String.valueOf(e.getMessage());
            }
        }
    }

    private static Optional<JsonNode> latest(JsonNode summaries, String plan) {
        return summaries
                .valueStream()
                .filter(summary -> summary.path("ringPlan").asText().equals(plan))
                .max(Comparator.comparing(
                        summary -> Integer.parseInt(summary.path("id").asText().substring(plan.length() + 1))));
    }

    private static void drive(Api api, Api approver, String family, Optional<JsonNode> latest, boolean more)
            throws IOException, InterruptedException {
        var phase = latest.map(summary -> summary.path("phase").asText()).orElse("COMPLETED");
        var rollout = "/v1/rollouts/"
                + latest.map(summary -> summary.path("id").asText()).orElse("none");
        if (ENDED.contains(phase)) {
            if (more || latest.isEmpty()) {
                var body = JsonNodeFactory.instance.objectNode();
                api.post("/v1/rollouts", body.put("ringPlan", Cast.plan(family)).put("reason", "to be died in"));
            }
        } else if (phase.equals("APPROVED")) {
            start(api, approver, rollout);
        } else if (phase.equals("HELD")) {
            // For want of room: refused until there is some.
            api.post(rollout + "/resume", JsonNodeFactory.instance.objectNode());
        } else if (phase.equals("RUNNING") && family.equals(Cast.BACK)) {
            var changes = api.get(rollout).path("changes");
            if (changes.valueStream()
                    .allMatch(change -> change.path("phase").asText().equals("QUARANTINED"))) {
                api.post(
                        rollout + "/halt", JsonNodeFactory.instance.objectNode().put("reason", "enough seen"));
            }
        }
    }

    /** After two restores within a day the next start is a human's word, which is said here. */
    private static void start(Api api, Api approver, String rollout) throws IOException, InterruptedException {
        try {
            api.post(rollout + "/start", JsonNodeFactory.instance.objectNode());
        } catch (Api.Refused e) {
            if (!String.valueOf(e.getMessage()).contains("E2105")) {
                throw e;
            }
            approver.post(
                    rollout + "/waive",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("reason", "restored on purpose")
                            .put("expires", "PT1H"));
        }
    }

    /** How each rollout that came to an end did so. */
    Map<String, String> ends() {
        return Map.copyOf(ends);
    }

    /** Whether none is under way. */
    boolean rest(Api api) throws IOException, InterruptedException {
        return api.get("/v1/rollouts")
                .path("items")
                .valueStream()
                .allMatch(summary -> ENDED.contains(summary.path("phase").asText()));
    }

    /** What an order was last refused with; empty if none was. */
    String refused() {
        return refused;
    }
}
