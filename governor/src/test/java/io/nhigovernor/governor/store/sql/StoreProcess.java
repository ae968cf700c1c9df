package io.nhigovernor.governor.store.sql;

import io.nhigovernor.governor.store.Commits;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.governor.store.StoreRefusedException;
import io.nhigovernor.governor.store.export.LedgerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A process of its own that opens a store, and, told to write, is halted the moment its last commit is complete. */
final class StoreProcess {
    private StoreProcess() {}

    /** Runs it and returns what it printed. */
    static String run(Path folder, String order) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcess.class.getName(),
                        folder.toString(),
                        order)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try {
            SqlStore store = SqlStore.open(
                    folder.resolve("governor.db"),
                    LedgerKey.openOrCreate(folder.resolve("governor.key")),
                    new SqlStoreOptions("here", Optional.empty(), 1 << 16));
            if (arguments[1].equals("write")) {
                write(store);
            }
        } catch (StoreRefusedException e) {
            System.out.println("refused: " + e.getMessage());
        }
        System.out.flush();
        Runtime.getRuntime().halt(1);
    }

    private static void write(SqlStore store) {
        List<CompletableFuture<Void>> commits = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            commits.add(store.commit(Commits.with()
                            .put(RowKind.CHANGE, "c-" + i, 0, "{}")
                            .open("i-" + i, "s-" + i)
                            .entry("s-" + i)
                            .done())
                    .toCompletableFuture());
        }
        commits.forEach(CompletableFuture::join);
        System.out.println("committed " + commits.size());
    }
}
