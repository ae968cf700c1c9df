package io.nhigovernor.governor.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One command that needs no governor, run in this process. */
record CommandRun(int code, String out, String err) {
    /** @param home of the user */
    static CommandRun of(Path home, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        var seams = new Seams(
                (config, say) -> {
                    throw new IllegalStateException("this command serves nothing");
                },
                text -> {
                    throw new IllegalArgumentException("no YAML here");
                },
                (file, key) -> new Seams.Finding(true, List.of()));
        int code = Cli.run(arguments, seams, terminal, Map.of(), home, List.of());
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
