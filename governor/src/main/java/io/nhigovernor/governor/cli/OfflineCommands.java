package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.api.DocumentReader;
import io.nhigovernor.governor.json.Json;
import java.io.IOException;
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

    @Command(name = "replay", description = "Judge again what an exported ledger recorded, and compare the verdicts.")
    static final class Replay extends Offline {
        @Parameters(paramLabel = "FILE", description = "what governor export wrote")
        Path file = Path.of("");

        @Option(names = "--rollout", paramLabel = "ROLLOUT", description = "only this rollout")
        @Nullable
        String rollout;

        Replay(Session session) {
            super(session);
        }

        @Override
        ExitCode run() throws IOException {
            return show(session.seams().replay().replay(file, Optional.ofNullable(rollout)));
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
            List<DocumentReader.NamedText> texts = DocumentFiles.read(files).stream()
                    .map(file -> new DocumentReader.NamedText(file.name(), file.text()))
                    .toList();
            return switch (session.seams().documents().read(texts)) {
                case DocumentReader.Result.Read read -> {
                    say(read.documents().size(), texts.size());
                    yield ExitCode.OK;
                }
                case DocumentReader.Result.Problems wrong -> {
                    if (output.json()) {
                        session.terminal().raw(Json.write(Map.of("problems", wrong.problems())));
                    } else {
                        Problems.print(session.terminal(), wrong.problems());
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
