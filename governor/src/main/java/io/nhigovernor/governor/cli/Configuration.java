package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.config.ConfigReader;
import io.nhigovernor.governor.config.GovernorConfig;
import java.nio.file.Path;
import java.util.Optional;

/** The configuration file that a person names. */
final class Configuration {
    private Configuration() {}

    /** What it says; empty after every problem of it was printed. */
    static Optional<GovernorConfig> in(Path file, Session session) {
        return switch (new ConfigReader(session.seams().yaml()).read(file)) {
            case ConfigReader.Loaded.Known loaded -> Optional.of(loaded.config());
            case ConfigReader.Loaded.Wrong wrong -> {
                Problems.print(session.terminal(), wrong.problems());
                yield Optional.empty();
            }
        };
    }
}
