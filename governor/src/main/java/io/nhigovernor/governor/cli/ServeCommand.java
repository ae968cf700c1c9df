package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.config.ConfigReader;
import io.nhigovernor.governor.config.DataDirectory;
import io.nhigovernor.governor.config.EmbeddedTokens;
import io.nhigovernor.governor.config.GovernorConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Run a governor. Without a configuration: on loopback, with everything embedded.")
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "configuration, YAML or JSON")
    @Nullable
    Path config;

    private final Session session;

    ServeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        Optional<GovernorConfig> known = config == null ? embedded() : configured(config);
        if (known.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        session.seams().serve().serve(known.get(), session.terminal()::line);
        return ExitCode.OK.code();
    }

    private Optional<GovernorConfig> configured(Path file) {
        return switch (new ConfigReader(session.seams().yaml()).read(file)) {
            case ConfigReader.Loaded.Known loaded -> Optional.of(loaded.config());
            case ConfigReader.Loaded.Wrong wrong -> {
                Problems.print(session.terminal(), wrong.problems());
                yield Optional.empty();
            }
        };
    }

    private Optional<GovernorConfig> embedded() throws IOException {
        Path data = DataDirectory.of(session.environment(), session.userHome());
        EmbeddedTokens tokens = EmbeddedTokens.ensure(data, new SecureRandom());
        tokens.made().forEach(file -> session.terminal().line("made token " + file));
        return Optional.of(GovernorConfig.embedded(data, tokens.tokens()));
    }
}
