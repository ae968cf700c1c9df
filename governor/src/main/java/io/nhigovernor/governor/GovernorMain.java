package io.nhigovernor.governor;

import io.nhigovernor.governor.cli.Cli;
import io.nhigovernor.governor.cli.Terminal;
import java.nio.file.Path;
import java.util.List;

/** Where the process begins. */
public final class GovernorMain {
    private GovernorMain() {}

    public static void main(String[] arguments) {
        System.exit(Cli.run(
                arguments,
                Wiring.seams(),
                Terminal.system(),
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                List.of()));
    }
}
