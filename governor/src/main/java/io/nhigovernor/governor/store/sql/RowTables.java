package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.store.ConflictException;
import io.nhigovernor.governor.store.Row;
import io.nhigovernor.governor.store.RowChange;
import io.nhigovernor.governor.store.RowKind;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The tables of rows, one per kind, all of one shape. */
final class RowTables {
    private final Handle handle;

    RowTables(Handle handle) {
        this.handle = handle;
    }

    List<Row> rows(RowKind kind) {
        return handle.createQuery("SELECT id, version, body FROM " + table(kind) + " ORDER BY id")
                .map((row, context) ->
                        new Row(kind, row.getString("id"), row.getLong("version"), row.getString("body")))
                .list();
    }

    /** @throws ConflictException if the row does not have the version expected */
    void write(RowChange change, Stamp stamp) {
        Conflicts.requireOne(
                switch (change) {
                    case RowChange.Put put -> put.expectedVersion() == 0 ? insert(put, stamp) : update(put, stamp);
                    case RowChange.Delete delete -> delete(delete);
                },
                () -> "row " + change.kind() + " " + change.id() + " is not at the version expected");
    }

    private Update insert(RowChange.Put put, Stamp stamp) {
        return handle.createUpdate("INSERT INTO " + table(put.kind()) + """
                         (id, version, body, updated_at, epoch)
                        VALUES (:id, 1, :body, :now, :epoch)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("id", put.id())
                .bind("body", put.json())
                .bind("now", stamp.now())
                .bind("epoch", stamp.epoch());
    }

    private Update update(RowChange.Put put, Stamp stamp) {
        return handle.createUpdate("UPDATE " + table(put.kind()) + """
                         SET version = version + 1, body = :body, updated_at = :now, epoch = :epoch
                        WHERE id = :id AND version = :expected
                        """)
                .bind("id", put.id())
                .bind("expected", put.expectedVersion())
                .bind("body", put.json())
                .bind("now", stamp.now())
                .bind("epoch", stamp.epoch());
    }

    private Update delete(RowChange.Delete delete) {
        return handle.createUpdate("DELETE FROM " + table(delete.kind()) + " WHERE id = :id AND version = :expected")
                .bind("id", delete.id())
                .bind("expected", delete.expectedVersion());
    }

    private static String table(RowKind kind) {
        return switch (kind) {
            case DOCUMENT -> "document";
            case ROLLOUT -> "rollout";
            case CHANGE -> "credential_change";
            case CUTOVER -> "cutover";
            case SCHEDULE_STATE -> "schedule_state";
            case SNAPSHOT -> "judge_snapshot";
            case STANDING -> "standing";
            case REQUEST -> "request";
        };
    }
}
