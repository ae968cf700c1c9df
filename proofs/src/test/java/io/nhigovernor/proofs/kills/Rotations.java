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
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Keeps rotations going, whatever became of the last order: every look begins with how things are. Some families go to their end;
 * others are turned back on their way.
 */
public final class Rotations {
    private static final Set<String> ENDED = Set.of("COMPLETED", "RESTORED", "PARTIAL");

    private final Map<String, String> ends = new TreeMap<>();
    private final Set<String> promoted = new TreeSet<>();
    private final List<Family> families;
    private String refused = "";

    /** What moves together, by its ring plan. */
    public record Family(String plan, Turn turn) {}

    /** When a family is turned back. */
    public enum Turn {
        NEVER,
        /** Once everybody uses the candidate; every other time while nobody knows yet whether a verifier took it. */
        EARLY,
        WHEN_QUARANTINED
    }

    public Rotations(List<Family> families) {
        this.families = List.copyOf(families);
    }

    /** Looks, and gives at most one order for each family. @param more whether what ended is begun anew */
    void drive(Api api, Api approver, boolean more) throws IOException, InterruptedException {
        var summaries = api.get("/v1/rollouts").path("items");
        summaries.forEach(summary -> {
            var phase = summary.path("phase").asText();
            if (ENDED.contains(phase)) {
                ends.put(summary.path("id").asText(), phase);
            }
        });
        for (var family : families) {
            try {
                drive(api, approver, family, latest(summaries, family.plan()), more);
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

    private void drive(Api api, Api approver, Family family, Optional<JsonNode> latest, boolean more)
            throws IOException, InterruptedException {
        var phase = latest.map(summary -> summary.path("phase").asText()).orElse("COMPLETED");
        var rollout = "/v1/rollouts/"
                + latest.map(summary -> summary.path("id").asText()).orElse("none");
        if (ENDED.contains(phase)) {
            if (more || latest.isEmpty()) {
                var body = JsonNodeFactory.instance.objectNode();
                api.post("/v1/rollouts", body.put("ringPlan", family.plan()).put("reason", "to be died in"));
            }
        } else if (phase.equals("APPROVED")) {
            start(api, approver, rollout);
        } else if (phase.equals("HELD")) {
            // For want of room: refused until there is some.
            api.post(rollout + "/resume", JsonNodeFactory.instance.objectNode());
        } else if (phase.equals("RUNNING")) {
            running(api, family, api.get(rollout), rollout);
        }
    }

    private void running(Api api, Family family, JsonNode shown, String rollout)
            throws IOException, InterruptedException {
        boolean over = switch (family.turn()) {
            case NEVER -> false;
            case EARLY ->
                every(2, shown.path("id").asText()) && any(shown.path("changes"), change -> isIn(change, "ADMITTING"))
                        || all(shown.path("rings"), ring -> ring.path("adopted").equals(ring.path("members")));
            case WHEN_QUARANTINED -> all(shown.path("changes"), change -> isIn(change, "QUARANTINED"));
        };
        if (over) {
            api.post(rollout + "/halt", JsonNodeFactory.instance.objectNode().put("reason", "enough seen"));
            return;
        }
        for (var planned : shown.at("/plan/ringPlan/rings")) {
            var name = planned.path("name").asText();
            var ring = shown.path("rings")
                    .valueStream()
                    .filter(one -> one.path("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow();
            // Where no signal tells prior from candidate, a human opens the gate.
            if (planned.at("/gate/manual").asBoolean()
                    && ring.path("phase").asText().equals("SOAKING")
                    && !promoted.contains(rollout + name)) {
                api.post(
                        rollout + "/promote",
                        JsonNodeFactory.instance.objectNode().put("ring", name));
                promoted.add(rollout + name);
            }
        }
    }

    private static boolean every(int other, String rollout) {
        return Integer.parseInt(rollout.substring(rollout.lastIndexOf('-') + 1)) % other == 0;
    }

    private static boolean isIn(JsonNode change, String phase) {
        return change.path("phase").asText().equals(phase);
    }

    private static boolean any(JsonNode nodes, Predicate<JsonNode> condition) {
        return nodes.valueStream().anyMatch(condition);
    }

    private static boolean all(JsonNode nodes, Predicate<JsonNode> condition) {
        return nodes.valueStream().allMatch(condition);
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

    boolean everyFamilyEnded() {
        return families.stream()
                .allMatch(family -> ends().keySet().stream().anyMatch(id -> id.startsWith(family.plan() + "-")));
    }

    /** How each rollout that came to an end did so. */
    public Map<String, String> ends() {
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
