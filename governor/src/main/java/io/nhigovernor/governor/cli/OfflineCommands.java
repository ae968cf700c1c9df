package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.document.Documents;
import io.nhigovernor.governor.document.SourceFile;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.replay.Replay;
import io.nhigovernor.governor.replay.ReplayOptions;
import io.nhigovernor.governor.wire.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that need no running governor: an auditor's laptop or a pipeline is enough. */
final class OfflineCommands {
    private OfflineCommands() {}

    abstract static class Offline implements Callable<Integer> {
        @Mixin
        OutputForm output = new OutputForm();

        final Session session;

        Offline(Session session) {
            this.session = session;
        }

        abstract ExitCode run() throws IOException;

        @Override
        public final Integer call() {
            try {
                return run().code();
            } catch (IOException e) {
                Problems.print(session.terminal(), List.of(ApplyCommand.unreadable(e)));
                return ExitCode.BAD_INPUT.code();
            }
        }

        ExitCode show(Seams.Finding finding) {
            if (output.json()) {
                session.terminal().raw(Json.write(finding));
            } else if (finding.good()) {
                session.terminal().lines(finding.lines());
            } else {
                finding.lines().forEach(session.terminal()::error);
            }
            return finding.good() ? ExitCode.OK : ExitCode.VERIFICATION_FAILED;
        }
    }

    @Command(name = "verify", description = "Check an exported ledger offline: chain, tree and signatures.")
    static final class Verify extends Offline {
        @Parameters(paramLabel = "FILE", description = "what governor export wrote")
        Path file = Path.of("");

        @Option(names = "--key", paramLabel = "FILE", description = "the public key the ledger must be signed with")
        @Nullable
        Path key;

        Verify(Session session) {
            super(session);
        }

        @Override
        ExitCode run() throws IOException {
            return show(session.seams().verify().verify(file, Optional.ofNullable(key)));
        }
    }

    @Command(
            name = "replay",
            description =
                    "Run a gate over recorded streams of signals: JSON lines, plain or gzip, - for standard input.")
    static final class Recorded extends Offline {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "a recorded stream; each is a run of its own")
        List<String> files = new ArrayList<>();

        @Option(names = "--skip-bad", description = "leave bad lines out, and count them in the summary")
        boolean skipBad;

        Recorded(Session session) {
            super(session);
        }

        @Override
        ExitCode run() throws IOException {
            var options = new ReplayOptions(
                    output.json() ? ReplayOptions.Output.JSON : ReplayOptions.Output.TEXT,
                    skipBad,
                    session.terminal()::error);
            int worst = 0;
            for (String file : files) {
                try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
                    worst = Math.max(
                            worst,
                            Replay.run(in, options, session.terminal()::raw).exitCode());
                } catch (NoSuchFileException e) {
                    throw new IOException("there is no file " + file, e);
                }
            }
            return ExitCode.of(worst);
        }
    }

    @Command(name = "lint", description = "Check documents without a governor: every problem of every file at once.")
    static final class Lint extends Offline {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML or JSON files, or folders of them")
        List<Path> files = new ArrayList<>();

        Lint(Session session) {
            super(session);
        }

        @Override
        ExitCode run() throws IOException {
            List<SourceFile> sources = DocumentFiles.read(files).stream()
                    .map(file -> new SourceFile(file.name(), file.text()))
                    .toList();
            return switch (Documents.apply(sources, Inventory.EMPTY, credential -> List.of())) {
                case Documents.Apply.Applied applied -> {
                    say(applied.documents().size(), sources.size());
                    yield ExitCode.OK;
                }
                case Documents.Apply.Rejected rejected -> {
                    List<Problem> problems = Problems.of(rejected.problems());
                    if (output.json()) {
                        session.terminal().raw(Json.write(Map.of("problems", problems)));
                    } else {
                        Problems.print(session.terminal(), problems);
                    }
                    yield ExitCode.BAD_INPUT;
                }
            };
        }

        private void say(int documents, int files) {
            if (output.json()) {
                session.terminal().raw(Json.write(Map.of("documents", documents, "files", files)));
            } else {
                session.terminal()
                        .line(Words.count(documents, "document", "documents") + " in "
                                + Words.count(files, "file", "files") + ": no problem found");
            }
        }
    }
}
