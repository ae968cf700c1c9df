package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.wire.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "Watch three real rotations on this machine: one goes well, one breaks and goes back, one waits out an outage.",
            "With --backend vault on a real Vault: secrets, secret ids and certificates go well, one of each breaks and goes",
            "back, and Vault itself is asked."
        })
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--keep", paramLabel = "DIR", description = "leave configuration, database, logs and ledger there")
    @Nullable
    Path keep;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "local",
            description = "local, or vault: a real one is started (default: local)")
    DemoBackend backend = DemoBackend.local;

    @Mixin
    OutputForm output = new OutputForm();

    private final Session session;

    DemoCommand(Session session) {
        this.session = session;
    }

    /** @param verified what offline verification of the exported ledger said */
    private record Report(
            boolean asPromised, List<DemoReport.Outcome> outcomes, Seams.Finding verified, long seconds) {}

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        DemoDirectory directory;
        try {
            directory = DemoDirectory.make(keep == null ? Files.createTempDirectory("governor-demo") : keep, backend);
        } catch (IOException e) {
            Problems.print(session.terminal(), List.of(ApplyCommand.unreadable(e)));
            return ExitCode.BAD_INPUT.code();
        }
        Report report;
        try {
            report = play(directory, start);
        } catch (DemoWorld.Missing e) {
            Problems.print(
                    session.terminal(),
                    List.of(Problem.of(
                            "A6017",
                            "there is no Vault to start: " + e.getMessage(),
                            "bin/test-servers builds one, once; or run governor demo without --backend.")));
            return ExitCode.REFUSED.code();
        } finally {
            if (keep == null) {
                directory.delete();
            }
        }
        print(report);
        if (keep != null && !output.json()) {
            session.terminal().line("kept in " + directory.root());
        }
        return (report.asPromised() ? ExitCode.OK : ExitCode.VERIFICATION_FAILED).code();
    }

    private Report play(DemoDirectory directory, long start) throws IOException, InterruptedException {
        Terminal shown = output.json() ? quiet() : session.terminal();
        shown.line(backend.opening());
        try (DemoWorld world = DemoWorld.start(directory)) {
            DemoRun run;
            try (Progress progress = shown.interactive() ? new BarProgress(shown) : new LineProgress(shown)) {
                run = new DemoRun(world, progress);
                run.run(directory);
            }
            List<DemoReport.Outcome> outcomes = new DemoReport(run).outcomes(directory);
            Seams.Finding verified = export(run.client(), directory);
            boolean asPromised = verified.good() && outcomes.stream().allMatch(DemoReport.Outcome::asPromised);
            return new Report(
                    asPromised,
                    outcomes,
                    verified,
                    Duration.ofNanos(System.nanoTime() - start).toSeconds());
        }
    }

    private Seams.Finding export(ApiClient client, DemoDirectory directory) throws IOException {
        download(client, "/v1/ledger/export", directory.exported());
        download(client, "/v1/ledger/key", directory.ledgerKey());
        return session.seams().verify().verify(directory.exported(), Optional.of(directory.ledgerKey()));
    }

    private static void download(ApiClient client, String path, Path file) throws IOException {
        Optional<Response> failed = client.download(path, in -> Files.copy(in, file));
        if (failed.isPresent()) {
            DemoRun.ok(failed.get());
        }
    }

    private void print(Report report) {
        Terminal terminal = session.terminal();
        if (output.json()) {
            terminal.raw(Json.write(report));
            return;
        }
        terminal.line("");
        for (DemoReport.Outcome outcome : report.outcomes()) {
            terminal.line((outcome.asPromised() ? "as promised      " : "NOT AS PROMISED  ") + outcome.title());
            outcome.facts().forEach(fact -> terminal.line("                 " + fact));
        }
        terminal.line((report.verified().good() ? "as promised      " : "NOT AS PROMISED  ")
                + "the exported ledger, offline");
        report.verified().lines().forEach(line -> terminal.line("                 " + line));
        terminal.line("took " + report.seconds() + " s");
    }

    private Terminal quiet() {
        return new Terminal(
                new java.io.PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                session.terminal().err(),
                false);
    }
}
