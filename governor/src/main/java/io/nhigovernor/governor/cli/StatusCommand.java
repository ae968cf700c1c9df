package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.HealthView;
import io.nhigovernor.governor.engine.view.RolloutSummary;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "How the governor is and where its rollouts stand, or one rollout.")
final class StatusCommand extends ApiCommand {
    @Parameters(arity = "0..1", paramLabel = "ROLLOUT", description = "id of a rollout")
    @Nullable
    String rollout;

    /** Silence is never success, so nothing would move. */
    static final String SILENT =
            "No source of signals was heard yet: nothing moves on. Services report to POST /v1/signals.";

    static final String DISK_FULL =
            "The disk of the database is full: nothing goes forward, only hold, halt and restore are taken (E2108).";

    StatusCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run(ApiClient client) {
        if (rollout != null) {
            return show(
                    client.get(rolloutPath(rollout)),
                    RolloutView.class,
                    view -> terminal().lines(RolloutText.of(view)));
        }
        Response health = client.get("/v1/health");
        if (!(health instanceof Response.Ok healthy)) {
            return showTree(health, body -> {});
        }
        Response rollouts = client.get("/v1/rollouts");
        if (!(rollouts instanceof Response.Ok listed)) {
            return showTree(rollouts, body -> {});
        }
        if (output.json()) {
            terminal().raw(Json.write(Map.of("health", healthy.body(), "rollouts", listed.body())));
        } else {
            print(read(healthy.body(), HealthView.class));
            print(read(listed.body(), Rollouts.class));
        }
        return ExitCode.OK;
    }

    private void print(HealthView health) {
        terminal()
                .line("Governor " + health.version() + ": "
                        + Words.count(health.activeRollouts(), "active rollout", "active rollouts")
                        + ", " + Words.count(health.openIntents(), "open intent", "open intents") + ", "
                        + Words.count(health.signalsTaken(), "signal", "signals") + " taken");
        if (health.diskFull()) {
            terminal().line(DISK_FULL);
        }
        health.setBack().ifPresent(found -> {
            terminal().line(found.code() + " NOTHING GOES FORWARD: " + found.text());
            terminal().lines(ConfirmRollbackCommand.details(found));
            terminal().line("What to do: " + found.remedy());
        });
        if (health.drift().drifted() > 0) {
            terminal()
                    .line("SOMEBODY ELSE CHANGED "
                            + Words.count(health.drift().drifted(), "credential", "credentials")
                            + ": neither planned nor started with. governor drift");
        }
        if (health.drift().notLookedAt() > 0) {
            terminal()
                    .line(Words.count(health.drift().notLookedAt(), "credential", "credentials")
                            + " not looked at since: whether somebody else changed them is not known. governor drift");
        }
        if (health.sources().isEmpty()) {
            terminal().line(SILENT);
        }
        health.sources()
                .forEach(source -> terminal()
                        .line("Source " + source.source() + " last heard " + Words.instant(source.lastHeard())
                                + (source.late() ? ", LATE: nothing is promoted on it" : "")));
    }

    private void print(Rollouts rollouts) {
        if (rollouts.items().isEmpty()) {
            terminal().line("No rollouts yet. Propose one with: governor plan RINGPLAN --reason TEXT");
            return;
        }
        Table table = new Table("ROLLOUT", "RING PLAN", "PHASE", "CREATED", "ENDED");
        for (RolloutSummary summary : rollouts.items()) {
            table.row(
                    summary.id(),
                    summary.ringPlan(),
                    summary.phase(),
                    Words.instant(summary.createdAt()),
                    Words.instant(summary.endedAt()));
        }
        terminal().lines(table.lines());
        if (rollouts.next().isPresent()) {
            terminal().line("… and older ones");
        }
    }
}
