package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.config.DataDirectory;
import io.nhigovernor.governor.config.EmbeddedTokens;
import io.nhigovernor.governor.config.GovernorConfig;
import io.nhigovernor.governor.store.StoreRefusedException;
import io.nhigovernor.governor.wire.Problem;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
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
        Optional<GovernorConfig> known = config == null ? embedded() : Configuration.in(config, session);
        if (known.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        try {
            session.seams().serve().serve(known.get(), session.terminal()::line);
            return ExitCode.OK.code();
        } catch (StoreRefusedException e) {
            return refused("A6011", e, "Nothing was changed.", ExitCode.REFUSED);
        } catch (IllegalArgumentException e) {
            return refused("A6012", e, "Correct the configuration.", ExitCode.BAD_INPUT);
        } catch (CompletionException e) {
            if (e.getCause() instanceof BindException taken) {
                return refused(
                        "A6013",
                        taken,
                        "Stop what listens there, or name another listen.port with --config.",
                        ExitCode.REFUSED);
            }
            throw e;
        }
    }

    private int refused(String code, Exception why, String remedy, ExitCode exit) {
        Problems.print(session.terminal(), List.of(Problem.of(code, String.valueOf(why.getMessage()), remedy)));
        return exit.code();
    }

    private Optional<GovernorConfig> embedded() throws IOException {
        Path data = DataDirectory.of(session.environment(), session.userHome());
        EmbeddedTokens tokens = EmbeddedTokens.ensure(data, new SecureRandom());
        tokens.made().forEach(file -> session.terminal().line("made token " + file));
        return Optional.of(GovernorConfig.embedded(data, tokens.tokens()));
    }
}
