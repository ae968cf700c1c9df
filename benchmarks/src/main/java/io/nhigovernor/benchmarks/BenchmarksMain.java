package io.nhigovernor.benchmarks;

import io.nhigovernor.testkit.servers.Finding;
import io.nhigovernor.testkit.servers.VaultInstallation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Measures what is wished and writes the page. Exit 1 if a part could not be measured, 3 if there is no Vault. */
public final class BenchmarksMain {
    private static final int BAD_WORDS = 2;
    private static final int MISSING = 3;

    private BenchmarksMain() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        Wishes wishes;
        try {
            wishes = Wishes.of(List.of(words));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Wishes.USAGE);
            System.exit(BAD_WORDS);
            return;
        }
        switch (VaultInstallation.find()) {
            case Finding.Missing<VaultInstallation> missing -> {
                System.err.println(missing.what() + "; " + missing.remedy());
                System.exit(MISSING);
            }
            case Finding.Found<VaultInstallation> found -> System.exit(run(wishes, found.server()) ? 0 : 1);
        }
    }

    private interface Part {
        void measure() throws IOException, InterruptedException;
    }

    private static boolean run(Wishes wishes, VaultInstallation installation) throws IOException, InterruptedException {
        var machine = Machine.here();
        try (var vault =
                new BenchedVault(installation, wishes.folder(), wishes.home().resolve("samples/vault/policies"))) {
            var report = new Report(wishes.report(), wishes, machine, vault.version());
            var bench = new Bench(vault, wishes.folder());
            boolean well = true;
            if (wishes.ring() > 0) {
                well &= part(
                        report,
                        "A ring of " + wishes.ring() + " restored",
                        () -> report.restores(
                                wishes.ring(), new RestoreBenchmark(bench).run(wishes.ring(), wishes.restores())));
            }
            if (wishes.kv() > 0) {
                well &= part(
                        report,
                        wishes.kv() + " KV targets",
                        () -> report.rotations(
                                Kind.KV,
                                wishes.kv(),
                                new RotationBenchmark(bench).run(Kind.KV, wishes.kv(), wishes.rounds())));
            }
            if (wishes.appRoles() > 0) {
                well &= part(
                        report,
                        wishes.appRoles() + " AppRoles",
                        () -> report.rotations(
                                Kind.APPROLE,
                                wishes.appRoles(),
                                new RotationBenchmark(bench).run(Kind.APPROLE, wishes.appRoles(), wishes.rounds())));
            }
            if (wishes.large() > 0) {
                well &= part(
                        report,
                        wishes.large() + " KV targets",
                        () -> report.large(wishes.large(), large(bench, wishes.large())));
            }
            return well;
        }
    }

    private static boolean part(Report report, String name, Part part) throws IOException, InterruptedException {
        Bench.say(name);
        try {
            part.measure();
            return true;
        } catch (IOException | IllegalStateException e) {
            Bench.say(name + " could not be measured: " + e);
            report.failed(name, e);
            return false;
        }
    }

    /** Callers call every ten seconds, so that there are a thousand calls a second, as with fewer targets. */
    private static Bench.Rotated large(Bench bench, int count) throws IOException, InterruptedException {
        try (var governor = bench.governor()) {
            return bench.rotate(governor, new Targets("kv-large1", Kind.KV, count, Duration.ofSeconds(10)), false);
        }
    }
}
