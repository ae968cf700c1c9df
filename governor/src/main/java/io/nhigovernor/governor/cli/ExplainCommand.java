package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.HealthView;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Why a rollout, or one target of it, stands where it stands.")
final class ExplainCommand extends ApiCommand {
    private static final int ENTRIES_SHOWN = 15;
    private static final Set<LedgerAction> TELLING =
            Set.of(LedgerAction.ORDERED, LedgerAction.VERDICT, LedgerAction.MOVED, LedgerAction.ALARM);

    @Parameters(paramLabel = "ROLLOUT", description = "id of the rollout")
    String rollout = "";

    @Option(names = "--target", paramLabel = "TARGET", description = "only this target, credential@identity")
    @Nullable
    String target;

    ExplainCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run(ApiClient client) {
        Response found = client.get(rolloutPath(rollout));
        if (!(found instanceof Response.Ok ok)) {
            return showTree(found, body -> {});
        }
        Response seen = client.get(rolloutPath(rollout) + "/evidence?limit=1000"
                + (target == null ? "" : "&target=" + ApiClient.encoded(target)));
        if (!(seen instanceof Response.Ok evidence)) {
            return showTree(seen, body -> {});
        }
        RolloutView view = read(ok.body(), RolloutView.class);
        Targets targets = read(evidence.body(), Targets.class);
        if (target != null && targets.items().isEmpty()) {
            terminal().error("A6009 rollout " + rollout + " has no target " + target);
            terminal().error("    Targets read credential@identity; governor plan and explain list them.");
            return ExitCode.NOT_FOUND;
        }
        List<LedgerEntry> entries = new ArrayList<>();
        ExitCode read = entries(client, entries);
        if (read != ExitCode.OK) {
            return read;
        }
        if (output.json()) {
            terminal().raw(Json.write(Map.of("rollout", view, "targets", targets.items(), "ledger", entries)));
        } else {
            terminal().lines(Explanation.of(view, targets.items(), entries, target != null));
            if (view.endedAt().isEmpty()) {
                silence(client);
            }
        }
        return ExitCode.OK;
    }

    /** Nothing heard is the most common reason why nothing happens. */
    private void silence(ApiClient client) {
        if (client.get("/v1/health") instanceof Response.Ok ok) {
            HealthView health = read(ok.body(), HealthView.class);
            if (health.diskFull()) {
                terminal().line(StatusCommand.DISK_FULL);
            }
            if (health.sources().isEmpty()) {
                terminal().line(StatusCommand.SILENT);
            }
            health.sources().stream()
                    .filter(HealthView.SourceView::late)
                    .forEach(source -> terminal()
                            .line("Source " + source.source() + " is late, last heard "
                                    + Words.instant(source.lastHeard()) + ": nothing is promoted on it."));
        }
    }

    /** The newest telling entries about this rollout, or this target of it. */
    private ExitCode entries(ApiClient client, List<LedgerEntry> newest) {
        Deque<LedgerEntry> kept = new ArrayDeque<>();
        long from = 1;
        while (true) {
            Response response = client.get("/v1/ledger?limit=1000&from=" + from);
            if (!(response instanceof Response.Ok ok)) {
                return showTree(response, body -> {});
            }
            Entries entries = read(ok.body(), Entries.class);
            if (entries.items().isEmpty()) {
                newest.addAll(kept);
                return ExitCode.OK;
            }
            for (LedgerEntry entry : entries.items()) {
                if (tells(entry)) {
                    kept.addLast(entry);
                    if (kept.size() > ENTRIES_SHOWN) {
                        kept.removeFirst();
                    }
                }
            }
            from = entries.next();
        }
    }

    private boolean tells(LedgerEntry entry) {
        boolean ours = entry.draft().rollout().filter(rollout::equals).isPresent();
        boolean telling = TELLING.contains(entry.draft().action());
        return ours && (target == null ? telling : entry.draft().subject().equals(target));
    }
}
