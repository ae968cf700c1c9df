package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.ConflictException;
import io.nhigovernor.governor.store.IntentRow;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Intents, and the claims of rollouts on credentials. */
final class IntentTables {
    private final Handle handle;

    IntentTables(Handle handle) {
        this.handle = handle;
    }

    List<IntentRow> open() {
        return handle.createQuery("""
                        SELECT id, rollout, subject, attempt, operation, credential, generation, body
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
                        Optional.ofNullable(row.getString("credential")),
                        Optional.ofNullable(row.getString("generation")),
                        row.getString("body")))
                .list();
    }

    /** The order of the intent opened last; 0 if there was none. */
    long lastOrder() {
        return handle.createQuery("SELECT coalesce(max(opened_order), 0) FROM intent")
                .mapTo(long.class)
                .one();
    }

    /** @throws ConflictException if the id is known, the subject has an open intent, or it leads to a compromised generation */
    void open(IntentRow intent, long order, Stamp stamp) {
        try {
            insert(intent, order, stamp);
        } catch (UnableToExecuteStatementException e) {
            if (barred(intent)) {
                throw new ConflictException("intent " + intent.id() + " leads to a compromised generation of "
                        + intent.credential().orElse(""));
            }
            throw e;
        }
    }

    private boolean barred(IntentRow intent) {
        return handle.createQuery("SELECT credential, generation FROM compromised_generation")
                .map((row, context) -> intent.leadsTo(row.getString("credential"), row.getString("generation")))
                .list()
                .contains(true);
    }

    private void insert(IntentRow intent, long order, Stamp stamp) {
        Conflicts.requireOne(
                handle.createUpdate("""
                        INSERT INTO intent
                            (id, rollout, subject, attempt, operation, credential, generation, compromised, body,
                             opened_order, opened_epoch, opened_at)
                        VALUES
                            (:id, :rollout, :subject, :attempt, :operation, :credential, :generation,
                             (SELECT count(*) FROM compromised_generation
                              WHERE credential = :credential AND generation = :generation),
                             :body, :order, :epoch, :now)
                        ON CONFLICT DO NOTHING
                        """)
                        .bind("id", intent.id())
                        .bind("rollout", intent.rollout())
                        .bind("subject", intent.subject())
                        .bind("attempt", intent.attempt())
                        .bind("operation", intent.operation())
                        .bind("credential", intent.credential().orElse(null))
                        .bind("generation", intent.generation().orElse(null))
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

    /** Known again changes nothing: what was known first stays. */
    void compromised(Commit.Compromised known, Stamp stamp) {
        handle.createUpdate("""
                        INSERT INTO compromised_generation (credential, generation, rollout, known_at, epoch)
                        VALUES (:credential, :generation, :rollout, :now, :epoch)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("credential", known.credential())
                .bind("generation", known.generation())
                .bind("rollout", known.rollout())
                .bind("epoch", stamp.epoch())
                .bind("now", stamp.now())
                .execute();
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
