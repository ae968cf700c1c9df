package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.config.DataDirectory;
import io.nhigovernor.governor.config.GovernorConfig;
import io.nhigovernor.governor.document.Documents;
import io.nhigovernor.governor.document.SourceFile;
import io.nhigovernor.governor.engine.Connectors;
import io.nhigovernor.governor.engine.Enrolments;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.wire.Problem;
import io.nhigovernor.spi.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "adopt",
        description = {
            "Bring the credentials of documents under their connectors. What consumers read already stays as it is;",
            "where they read nothing yet, a first value is made. Needs no running governor, and may be repeated."
        })
final class AdoptCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "YAML or JSON files, or folders of them")
    List<Path> paths = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the governor's configuration, which names the connectors (default: an embedded governor's)")
    @Nullable
    Path config;

    @Option(names = "--dry-run", description = "only say what would be done; no credential is touched")
    boolean dryRun;

    @Mixin
    OutputForm output = new OutputForm();

    private final Session session;

    AdoptCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Optional<GovernorConfig> known = config == null ? Optional.of(embedded()) : Configuration.in(config, session);
        if (known.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        List<SourceFile> sources;
        try {
            sources = DocumentFiles.read(paths).stream()
                    .map(file -> new SourceFile(file.name(), file.text()))
                    .toList();
        } catch (IOException e) {
            return wrong(List.of(ApplyCommand.unreadable(e)));
        }
        try (var connectors = Connectors.open(new TreeMap<>(known.get().connectors()))) {
            return switch (Documents.apply(sources, Inventory.EMPTY, connectors::settingProblems)) {
                case Documents.Apply.Rejected rejected -> wrong(Problems.of(rejected.problems()));
                case Documents.Apply.Applied applied -> adopt(credentials(applied), new Enrolments(connectors));
            };
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return wrong(List.of(Problem.of("A6012", String.valueOf(e.getMessage()), "Correct the configuration.")));
        }
    }

    private GovernorConfig embedded() throws IOException {
        Path data = DataDirectory.of(session.environment(), session.userHome());
        // As a governor itself would make it: nobody else looks in.
        Files.createDirectories(
                data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return GovernorConfig.embedded(data, List.of());
    }

    private static List<Credential> credentials(Documents.Apply.Applied applied) {
        return applied.documents().stream()
                .flatMap(document -> document instanceof CredentialDocument it
                        ? java.util.stream.Stream.of(it.credential())
                        : java.util.stream.Stream.empty())
                .toList();
    }

    private int adopt(List<Credential> credentials, Enrolments enrolments) {
        if (credentials.isEmpty()) {
            return wrong(List.of(Problem.of(
                    "A6014", "there is no Credential in these documents", "Name files that declare credentials.")));
        }
        List<Adopted> all = new ArrayList<>();
        for (Credential credential : credentials) {
            Adopted one = dryRun
                    ? Adopted.of(credential, enrolments.foresee(credential))
                    : Adopted.of(credential, enrolments.enrol(credential));
            all.add(one);
            if (!output.json()) {
                print(one);
            }
        }
        if (output.json()) {
            session.terminal().raw(Json.write(Map.of("dryRun", dryRun, "credentials", all)));
        } else {
            session.terminal().line(Adopted.summary(all, dryRun));
        }
        return Adopted.exit(all).code();
    }

    private void print(Adopted one) {
        if (one.problem().isPresent()) {
            Problems.print(session.terminal(), List.of(one.problem().get()));
        } else {
            session.terminal().line(one.line(dryRun));
        }
    }

    private int wrong(List<Problem> problems) {
        if (output.json()) {
            session.terminal().raw(Json.write(Map.of("problems", problems)));
        } else {
            Problems.print(session.terminal(), problems);
        }
        return ExitCode.BAD_INPUT.code();
    }
}
