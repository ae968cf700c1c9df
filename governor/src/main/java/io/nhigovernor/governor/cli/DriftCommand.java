package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.DriftView.DifferenceView;
import io.nhigovernor.governor.engine.view.DriftView.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "drift",
        description = "Credentials that somebody else changed, and those of which nobody knows.",
        footer = {"", "What is drifted is neither planned nor started with until it is put back, or accept-drift."})
final class DriftCommand extends ApiCommand {
    private static final int PAGE = 1_000;

    @Option(names = "--all", description = "those that are as known, too")
    boolean all;

    DriftCommand(Session session) {
        super(session);
    }

    /** A page as the interface sends it. */
    record Drifts(List<DriftView> items, Optional<String> next) {}

    @Override
    ExitCode run(ApiClient client) {
        List<DriftView> found = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            String cursor = next.get().isEmpty() ? "" : "&cursor=" + ApiClient.encoded(next.get());
            if (!(client.get("/v1/drift?limit=" + PAGE + cursor) instanceof Response.Ok ok)) {
                return showTree(client.get("/v1/drift"), body -> {});
            }
            Drifts page = read(ok.body(), Drifts.class);
            found.addAll(page.items());
            next = page.next();
        }
        if (output.json()) {
            terminal().raw(io.nhigovernor.governor.json.Json.write(Map.of("items", found)));
        } else {
            print(found);
        }
        return ExitCode.OK;
    }

    private void print(List<DriftView> found) {
        Table table = new Table("CREDENTIAL", "STATE", "LAST SEEN", "WHAT");
        found.stream()
                .filter(view -> all || view.state() == State.DRIFTED || view.state() == State.NOT_LOOKED_AT)
                .forEach(view ->
                        table.row(view.credential(), words(view.state()), Words.instant(view.lookedAt()), what(view)));
        terminal().lines(table.lines());
        Map<State, Long> counts =
                found.stream().collect(Collectors.groupingBy(DriftView::state, Collectors.counting()));
        terminal()
                .line(Words.count(found.size(), "credential", "credentials") + ": "
                        + counts.getOrDefault(State.DRIFTED, 0L) + " drifted, "
                        + counts.getOrDefault(State.NOT_LOOKED_AT, 0L) + " not looked at since, "
                        + counts.getOrDefault(State.IN_ROLLOUT, 0L) + " in a rollout");
    }

    private static String words(State state) {
        return switch (state) {
            case AS_KNOWN -> "as known";
            case DRIFTED -> "DRIFTED";
            case NOT_LOOKED_AT -> "not looked at since";
            case IN_ROLLOUT -> "in a rollout";
        };
    }

    private static String what(DriftView view) {
        return Stream.concat(view.differences().stream().map(DifferenceView::text), view.unreadable().stream())
                .collect(Collectors.joining("; "));
    }
}
