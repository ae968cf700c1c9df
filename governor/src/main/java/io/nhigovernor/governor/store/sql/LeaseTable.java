package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.store.StoreFailedException;
import org.jdbi.v3.core.Handle;

/** The lease: one row with the epoch of the last writer. Whoever opens the store raises it, and so fences all before. */
final class LeaseTable {
    private static final long SHARD = 0;

    private final Handle handle;

    LeaseTable(Handle handle) {
        this.handle = handle;
    }

    /**
     * Takes the lease; the epoch is one more than the last.
     *
     * @param known the newest epoch known from elsewhere: a database that was set back has forgotten it
     */
    long take(SqlStoreOptions options, long known) {
        return handle.inTransaction(transaction -> transaction
                .createQuery("""
                        INSERT INTO lease (shard, epoch, owner, build, taken_at)
                        VALUES (:shard, :known + 1, :owner, :build, :now)
                        ON CONFLICT (shard) DO UPDATE
                        SET epoch = max(lease.epoch, :known) + 1, owner = excluded.owner, build = excluded.build,
                            taken_at = excluded.taken_at
                        RETURNING epoch
                        """)
                .bind("shard", SHARD)
                .bind("known", known)
                .bind("owner", options.node())
                .bind("build", options.build().orElse(null))
                .bind("now", Sqlite.now(transaction))
                .mapTo(long.class)
                .one());
    }

    /**
     * Called first in every writing transaction; until it ends nobody else can raise the epoch.
     *
     * @throws StoreFailedException if the lease is not ours any more
     */
    void require(long epoch) {
        long current = handle.createQuery("SELECT epoch FROM lease WHERE shard = :shard")
                .bind("shard", SHARD)
                .mapTo(long.class)
                .one();
        if (current != epoch) {
            throw new StoreFailedException(
                    "fenced: epoch " + current + " has taken over from epoch " + epoch + "; nothing was written", null);
        }
    }
}
