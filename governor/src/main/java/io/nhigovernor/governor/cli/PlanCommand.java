package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RolloutView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "plan", description = "Plan a change by a ring plan, and propose it as a rollout.")
final class PlanCommand extends ApiCommand {
    @Parameters(paramLabel = "RINGPLAN", description = "id of an applied ring plan")
    String ringPlan = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; goes into the ledger")
    String reason = "";

    @Option(names = "--commit", paramLabel = "COMMIT", description = "the git commit the documents came from")
    @Nullable
    String commit;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "routine (default), or compromised: forward only, nothing leads back to the prior")
    @Nullable
    String mode;

    PlanCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run(ApiClient client) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("ringPlan", ringPlan);
        body.put("reason", reason);
        if (commit != null) {
            body.put("commit", commit);
        }
        if (mode != null) {
            body.put("mode", mode);
        }
        return show(
                client.post("/v1/rollouts", body),
                RolloutView.class,
                rollout -> terminal().lines(PlanText.of(rollout)));
    }
}
