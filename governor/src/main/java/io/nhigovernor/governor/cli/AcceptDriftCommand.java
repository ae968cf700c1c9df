package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.DriftView;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "accept-drift",
        description =
                "Somebody else changed a credential, and what is there now is right: it may be planned with again.")
final class AcceptDriftCommand extends ApiCommand {
    @Parameters(paramLabel = "CREDENTIAL", description = "id of the credential, as governor drift lists it")
    String credential = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; goes into the ledger")
    String reason = "";

    AcceptDriftCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run(ApiClient client) {
        return show(
                client.post("/v1/drift/accept", Map.of("credential", credential, "reason", reason)),
                DriftView.class,
                accepted -> terminal().line(accepted.credential() + " is accepted as it is; planning may go on"));
    }
}
