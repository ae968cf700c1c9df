package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.store.Commits;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.export.LedgerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Commits per second against a floor: the same bytes by bare JDBC into the same tables, in transactions of the same size, on
 * the same file system. A commit here is one row and one ledger entry.
 *
 * <p>Arguments: folder, commits (a multiple of 256).
 */
public final class StoreBenchmark {
    private static final int GROUP = 256;
    private static final String JSON = "{\"phase\":\"" + "x".repeat(400) + "\"}";

    private StoreBenchmark() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        Path folder = Path.of(arguments[0]);
        int commits = Integer.parseInt(arguments[1]);
        Files.createDirectories(folder);
        for (int round = 1; round <= 3; round++) {
            Path place = Files.createTempDirectory(folder, "round");
            double floor = perSecond(commits, floor(place.resolve("floor.db"), commits));
            double store = perSecond(commits, store(place, commits));
            System.out.printf(
                    "round %d: store %.0f commits/s, floor %.0f commits/s, ratio %.2f; one at a time %.0f/s%n",
                    round, store, floor, store / floor, perSecond(500, alone(place)));
            long opened = System.nanoTime();
            open(place).close();
            System.out.printf("reopening with %d entries: %d ms%n", commits, (System.nanoTime() - opened) / 1_000_000);
        }
    }

    private static double perSecond(int commits, long nanoseconds) {
        return commits * 1e9 / nanoseconds;
    }

    private static SqlStore open(Path place) {
        return SqlStore.open(
                place.resolve("store.db"),
                LedgerKey.openOrCreate(place.resolve("key")),
                new SqlStoreOptions("benchmark", Optional.empty(), 8 << 20));
    }

    private static long store(Path place, int commits) {
        try (SqlStore store = open(place)) {
            long start = System.nanoTime();
            List<CompletableFuture<Void>> waiting = new ArrayList<>(commits);
            for (int i = 0; i < commits; i++) {
                waiting.add(store.commit(Commits.with()
                                .put(RowKind.CHANGE, "c-" + i, 0, JSON)
                                .entry("s-" + i)
                                .done())
                        .toCompletableFuture());
            }
            waiting.forEach(CompletableFuture::join);
            return System.nanoTime() - start;
        }
    }

    private static long alone(Path place) {
        try (SqlStore store = open(place)) {
            long start = System.nanoTime();
            for (int i = 0; i < 500; i++) {
                store.commit(Commits.with().entry("alone-" + i).done())
                        .toCompletableFuture()
                        .join();
            }
            return System.nanoTime() - start;
        }
    }

    private static long floor(Path database, int commits) throws SQLException {
        LedgerEntry sample = io.nhigovernor.governor.ledger.HashChain.EMPTY
                .append(Commits.with().entry("s-1000").done().entries().getFirst(), java.time.Instant.EPOCH, 1)
                .entry();
        String text = io.nhigovernor.governor.ledger.CanonicalEntry.of(sample).text();
        try (Connection connection = Sqlite.database(database).getConnection()) {
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE raw_row (id text PRIMARY KEY, version bigint, body text)");
                statement.execute(
                        "CREATE TABLE raw_entry (sequence bigint PRIMARY KEY, previous_hash text, hash text, body text)");
            }
            connection.setAutoCommit(false);
            try (PreparedStatement row = connection.prepareStatement("INSERT INTO raw_row VALUES (?, 1, ?)");
                    PreparedStatement entry =
                            connection.prepareStatement("INSERT INTO raw_entry VALUES (?, ?, ?, ?)")) {
                long start = System.nanoTime();
                for (int i = 0; i < commits; i++) {
                    row.setString(1, "c-" + i);
                    row.setString(2, JSON);
                    row.addBatch();
                    entry.setLong(1, i);
                    entry.setString(2, sample.previousHash());
                    entry.setString(3, sample.hash());
                    entry.setString(4, text);
                    entry.addBatch();
                    if ((i + 1) % GROUP == 0) {
                        row.executeBatch();
                        entry.executeBatch();
                        connection.commit();
                    }
                }
                connection.commit();
                return System.nanoTime() - start;
            }
        }
    }
}
