package io.nhigovernor.benchmarks;

import io.nhigovernor.testkit.servers.Finding;
import io.nhigovernor.testkit.servers.VaultInstallation;
import java.io.IOException;
import java.nio.file.Path;

/** Draft. */
public final class BenchmarksMain {
    private BenchmarksMain() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        var home = Path.of(System.getProperty("governor.home"));
        var folder = Path.of(words[0]);
        if (!(VaultInstallation.find() instanceof Finding.Found<VaultInstallation> found)) {
            System.exit(3);
            return;
        }
        try (var vault = new BenchedVault(found.server(), folder, home.resolve("samples/vault/policies"))) {
            var bench = new Bench(vault, folder);
            var rounds = new RotationBenchmark(bench)
                    .run(Kind.valueOf(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            rounds.forEach(System.out::println);
        }
        System.exit(0);
    }
}
