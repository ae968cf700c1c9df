package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.HealthView;
import io.nhigovernor.governor.engine.view.RolloutSummary;
import io.nhigovernor.governor.engine.view.RolloutView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "How the governor is and where its rollouts stand, or one rollout.")
final class StatusCommand extends ApiCommand {
    @Parameters(arity = "0..1", paramLabel = "ROLLOUT", description = "id of a rollout")
    @Nullable
    String rollout;

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
        if (!output.json()) {
            ExitCode asked = show(client.get("/v1/health"), HealthView.class, this::print);
            if (asked != ExitCode.OK) {
                return asked;
            }
        }
        return show(client.get("/v1/rollouts"), Rollouts.class, this::print);
    }

    private void print(HealthView health) {
        terminal()
                .line("Governor " + health.version() + ": "
                        + Words.count(health.activeRollouts(), "active rollout", "active rollouts")
                        + ", " + Words.count(health.openIntents(), "open intent", "open intents") + ", "
                        + Words.count(health.signalsTaken(), "signal", "signals") + " taken");
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
