package io.nhigovernor.governor.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "watch", description = "Watch rollouts ring by ring to their end; the exit code says how they ended.")
final class WatchCommand extends ApiCommand {
    @Parameters(arity = "1..*", paramLabel = "ROLLOUT", description = "ids of rollouts")
    List<String> rollouts = new ArrayList<>();

    @Option(names = "--timeout", paramLabel = "DURATION", description = "stop watching after this long, such as PT30M")
    @Nullable
    Duration timeout;

    WatchCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run(ApiClient client) throws InterruptedException {
        return new Watcher(session, client, output, Optional.ofNullable(timeout)).watch(rollouts);
    }
}
