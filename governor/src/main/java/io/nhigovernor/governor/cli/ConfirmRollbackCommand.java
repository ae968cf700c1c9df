package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.SetBackView;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "confirm-rollback",
        description =
                "Let forward work go on although the database is older than what was done. What is lost stays lost;"
                        + " the ledger names it.")
final class ConfirmRollbackCommand extends ApiCommand {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; goes into the ledger")
    String reason = "";

    ConfirmRollbackCommand(Session session) {
        super(session);
    }

    @Override
    String tokenName() {
        return "approver";
    }

    @Override
    ExitCode run(ApiClient client) {
        return show(
                client.post("/v1/ledger/rollback/confirm", Map.of("reason", reason)), SetBackView.class, confirmed -> {
                    terminal().line("Confirmed, and in the ledger: " + confirmed.text());
                    terminal().lines(details(confirmed));
                    terminal().line("Forward work goes on. Held rollouts wait for resume or halt: governor status");
                });
    }

    /** What was found wrong, and what nobody knows any more. */
    static java.util.List<String> details(SetBackView view) {
        return java.util.stream.Stream.of(
                        view.unread().stream().map(credential -> "  not read yet: " + credential),
                        view.wrong().stream().map(row -> "  was wrong: " + row),
                        view.orphans().stream().map(orphan -> "  orphan: " + orphan))
                .flatMap(lines -> lines)
                .toList();
    }
}
