package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RolloutView;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** One word said to one rollout. */
abstract class VerbCommand extends ApiCommand {
    @Parameters(paramLabel = "ROLLOUT", description = "id of the rollout")
    String rollout = "";

    private final String verb;

    VerbCommand(Session session, String verb) {
        super(session);
        this.verb = verb;
    }

    /** What the verb needs to know besides the rollout. */
    abstract Map<String, String> body();

    /** Whether to watch the rollout to its end afterwards. */
    boolean waits() {
        return false;
    }

    @Override
    ExitCode run(ApiClient client) throws Exception {
        ExitCode said = show(client.post(rolloutPath(rollout) + "/" + verb, body()), RolloutView.class, view -> {
            terminal().line(RolloutText.headline(view));
            if (!waits()) {
                terminal().lines(PlanText.next(view));
            }
        });
        return said == ExitCode.OK && waits() ? new Watcher(session, client, output).watch(List.of(rollout)) : said;
    }
}
