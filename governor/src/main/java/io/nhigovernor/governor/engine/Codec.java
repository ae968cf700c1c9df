package io.nhigovernor.governor.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.rollout.OpenIntent;
import io.nhigovernor.governor.rollout.RestoreFacts;
import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.governor.store.IntentRow;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.util.Optional;

/**
 * How a rollout's parts stand in rows. The plan never changes, and a restore only when somebody turns or is back: they have rows of
 * their own, so that steps stay small.
 */
final class Codec {
    private static final String PLAN = "plan";
    private static final String RESTORE = "restore";
    private static final ObjectWriter HEADER = Json.writerWithout(Rollout.Header.class, PLAN, RESTORE);

    private static final String WAIVER = "/waiver";
    /** No id of a rollout ends so: those end in their number. */
    private static final String MOVED = "/moved";

    private static final String SET_BACK = "governor/set-back";

    private Codec() {}

    static String planRowId(String rollout) {
        return rollout + "/" + PLAN;
    }

    static boolean planRow(String id) {
        return id.endsWith("/" + PLAN);
    }

    static String restoreRowId(String rollout) {
        return rollout + "/" + RESTORE;
    }

    static boolean restoreRow(String id) {
        return id.endsWith("/" + RESTORE);
    }

    static String waiverRowId(String rollout) {
        return rollout + WAIVER;
    }

    /** A member's move, kept with itself. A snapshot that is newer has it too, and goes before it. */
    static String moveRowId(String rollout, TargetId target) {
        return rollout + "/" + target + MOVED;
    }

    static boolean moveRow(String id) {
        return id.endsWith(MOVED);
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
        try {
            return HEADER.writeValueAsString(header);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the header of " + header.id(), e);
        }
    }

    static Rollout.Header header(String json, Plan plan, Optional<RestoreFacts> restore) {
        try {
            ObjectNode tree = (ObjectNode) Json.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            tree.set(PLAN, Json.tree(plan));
            tree.set(RESTORE, Json.tree(restore));
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
