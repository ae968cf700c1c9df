package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.ConflictException;
import io.nhigovernor.governor.store.IntentRow;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Intents, and the claims of rollouts on credentials. */
final class IntentTables {
    private final Handle handle;

    IntentTables(Handle handle) {
        this.handle = handle;
    }

    List<IntentRow> open() {
        return handle.createQuery("""
                        SELECT id, rollout, subject, attempt, operation, body
                        FROM intent
                        WHERE closed_at IS NULL
                        ORDER BY opened_order
                        """)
                .map((row, context) -> new IntentRow(
                        row.getString("id"),
                        row.getString("rollout"),
                        row.getString("subject"),
                        row.getString("attempt"),
                        row.getString("operation"),
                        row.getString("body")))
                .list();
    }

    /** The order of the intent opened last; 0 if there was none. */
    long lastOrder() {
        return handle.createQuery("SELECT coalesce(max(opened_order), 0) FROM intent")
                .mapTo(long.class)
                .one();
    }

    /** @throws ConflictException if the id is known or the subject has an open intent */
    void open(IntentRow intent, long order, Stamp stamp) {
        Conflicts.requireOne(
                handle.createUpdate("""
                        INSERT INTO intent
                            (id, rollout, subject, attempt, operation, body, opened_order, opened_epoch, opened_at)
                        VALUES
                            (:id, :rollout, :subject, :attempt, :operation, :body, :order, :epoch, :now)
                        ON CONFLICT DO NOTHING
                        """)
                        .bind("id", intent.id())
                        .bind("rollout", intent.rollout())
                        .bind("subject", intent.subject())
                        .bind("attempt", intent.attempt())
                        .bind("operation", intent.operation())
                        .bind("body", intent.json())
                        .bind("order", order)
                        .bind("epoch", stamp.epoch())
                        .bind("now", stamp.now()),
                () -> "intent " + intent.id() + " is known or another one is open for " + intent.subject());
    }

    /** @throws ConflictException if no open intent has this id */
    void close(Commit.ClosedIntent closed, Stamp stamp) {
        Conflicts.requireOne(
                handle.createUpdate("""
                        UPDATE intent SET closed_at = :now, closed_epoch = :epoch, outcome = :outcome
                        WHERE id = :id AND closed_at IS NULL
                        """)
                        .bind("id", closed.id())
                        .bind("outcome", closed.outcome())
                        .bind("epoch", stamp.epoch())
                        .bind("now", stamp.now()),
                () -> "no open intent " + closed.id());
    }

    /** @throws ConflictException if it is held already, or given back by one that does not hold it */
    void claim(Commit.Claim claim, Stamp stamp) {
        if (claim.held()) {
            Conflicts.requireOne(
                    handle.createUpdate("""
                            INSERT INTO credential_claim (credential, rollout, claimed_at, epoch)
                            VALUES (:credential, :rollout, :now, :epoch)
                            ON CONFLICT DO NOTHING
                            """)
                            .bind("credential", claim.credential())
                            .bind("rollout", claim.rollout())
                            .bind("epoch", stamp.epoch())
                            .bind("now", stamp.now()),
                    () -> "credential " + claim.credential() + " is held by a rollout");
        } else {
            Conflicts.requireOne(
                    handle.createUpdate(
                                    "DELETE FROM credential_claim WHERE credential = :credential AND rollout = :rollout")
                            .bind("credential", claim.credential())
                            .bind("rollout", claim.rollout()),
                    () -> "credential " + claim.credential() + " is not held by rollout " + claim.rollout());
        }
    }
}
