package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.AppliedView;
import io.nhigovernor.governor.wire.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "apply", description = "Apply documents: identities, credentials, ring plans, schedules.")
final class ApplyCommand extends ApiCommand {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML or JSON files, or folders of them")
    List<Path> files = new ArrayList<>();

    @Option(names = "--dry-run", description = "only say what would change")
    boolean dryRun;

    ApplyCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run(ApiClient client) {
        List<Map<String, String>> texts = new ArrayList<>();
        try {
            for (DocumentFiles.Named file : DocumentFiles.read(files)) {
                texts.add(Map.of("name", file.name(), "text", new String(file.text(), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            Problems.print(terminal(), List.of(unreadable(e)));
            return ExitCode.BAD_INPUT;
        }
        Response response = client.post("/v1/documents" + (dryRun ? "?dryRun=true" : ""), Map.of("files", texts));
        return show(response, AppliedView.class, this::print);
    }

    static Problem unreadable(IOException e) {
        return Problem.of("A6008", String.valueOf(e.getMessage()), "Name files or folders that can be read.");
    }

    private void print(AppliedView applied) {
        for (AppliedView.Change change : applied.changes()) {
            if (!change.change().equals("unchanged")) {
                terminal()
                        .line(change.kind() + " " + change.id() + " " + (applied.dryRun() ? "would be " : "")
                                + change.change());
                change.differences()
                        .forEach(difference -> terminal()
                                .line("    " + difference.field() + ": " + difference.before() + " -> "
                                        + difference.after()));
            }
        }
        long changed = applied.changes().stream()
                .filter(change -> !change.change().equals("unchanged"))
                .count();
        terminal()
                .line(changed + " of " + Words.count(applied.changes().size(), "document", "documents")
                        + (applied.dryRun() ? " would change; nothing was applied" : " changed"));
    }
}
