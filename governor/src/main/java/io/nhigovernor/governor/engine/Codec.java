package io.nhigovernor.governor.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.rollout.OpenIntent;
import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.spi.Fingerprint;
import java.util.Optional;

/** How a rollout's parts stand in rows. The plan never changes and has a row of its own, so that steps stay small. */
final class Codec {
    private static final String PLAN = "plan";
    private static final String WAIVER = "/waiver";
    private static final String SET_BACK = "governor/set-back";

    private Codec() {}

    static String planRowId(String rollout) {
        return rollout + "/plan";
    }

    static boolean planRow(String id) {
        return id.endsWith("/plan");
    }

    static String waiverRowId(String rollout) {
        return rollout + WAIVER;
    }

    static boolean waiverRow(String id) {
        return id.endsWith(WAIVER);
    }

    static String rolloutOfWaiver(String row) {
        return row.substring(0, row.length() - WAIVER.length());
    }

    /** The epoch under which a gap was confirmed last: names of rollouts made since carry it. */
    static String setBackRowId() {
        return SET_BACK;
    }

    static String header(Rollout.Header header) {
        ObjectNode tree = (ObjectNode) Json.tree(header);
        tree.remove(PLAN);
        return tree.toString();
    }

    static Rollout.Header header(String json, Plan plan) {
        try {
            ObjectNode tree = (ObjectNode) Json.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            tree.set(PLAN, Json.tree(plan));
            return Json.convert(tree, Rollout.Header.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored rollout does not read: " + e.getOriginalMessage(), e);
        }
    }

    static IntentRow intent(String rollout, OpenIntent intent) {
        return new IntentRow(
                intent.id(),
                rollout,
                rollout + "/" + intent.target().map(Object::toString).orElse(intent.credential()),
                intent.attempt(),
                intent.operation().toString(),
                Optional.of(intent.credential()),
                intent.generation().map(Fingerprint::value),
                Json.write(intent));
    }
}
