package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.wire.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the governor. */
public final class Cli {
    private static final Logger LOG = LoggerFactory.getLogger(Cli.class);

    private Cli() {}

    @Command(
            name = "governor",
            description = "Moves machine credentials ring by ring, promotes on evidence, halts and restores by itself.",
            synopsisSubcommandLabel = "COMMAND",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "The local connector brings a command of its own: governor enrol --help makes a first credential",
                "without any document."
            },
            version = "governor 0.1.0")
    private static final class Root {}

    /**
     * Runs one command.
     *
     * @param more commands the caller adds, each an annotated picocli command
     * @return the exit code
     */
    public static int run(
            String[] arguments,
            Seams seams,
            Terminal terminal,
            Map<String, String> environment,
            Path userHome,
            List<Object> more) {
        Session session = new Session(seams, terminal, Map.copyOf(environment), userHome);
        CommandLine line = new CommandLine(new Root());
        List<Object> commands = commands(session);
        commands.addAll(more);
        named(commands, arguments).forEach(line::addSubcommand);
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((failure, at, parsed) -> failed(terminal, failure));
        footer(line);
        line.getSubcommands().values().forEach(command -> {
            command.getCommandSpec().mixinStandardHelpOptions(true);
            footer(command);
        });
        if (arguments.length == 0) {
            line.usage(line.getOut());
            return ExitCode.BAD_INPUT.code();
        }
        return line.execute(arguments);
    }

    /** The command that is asked for, so that no start pays for reading all of them; or all, where none of them is. */
    private static List<Object> named(List<Object> commands, String[] arguments) {
        List<Object> named = commands.stream()
                .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
                .toList();
        return named.isEmpty() ? commands : named;
    }

    private static String name(Object command) {
        return command.getClass().getAnnotation(Command.class).name();
    }

    private static List<Object> commands(Session session) {
        List<Object> commands = new java.util.ArrayList<>();
        commands.add(new ServeCommand(session));
        commands.add(new DemoCommand(session));
        commands.add(new DiscoverCommand(session));
        commands.add(new AdoptCommand(session));
        commands.add(new ApplyCommand(session));
        commands.add(new PlanCommand(session));
        commands.addAll(Verbs.all(session));
        commands.add(new ConfirmRollbackCommand(session));
        commands.add(new DriftCommand(session));
        commands.add(new AcceptDriftCommand(session));
        commands.add(new WatchCommand(session));
        commands.add(new StatusCommand(session));
        commands.add(new ExplainCommand(session));
        commands.add(new ExportCommand(session));
        commands.add(new OfflineCommands.Verify(session));
        commands.add(new OfflineCommands.Recorded(session));
        commands.add(new OfflineCommands.Lint(session));
        return commands;
    }

    private static void footer(CommandLine command) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.code()), code.text());
        }
        command.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        command.getCommandSpec().usageMessage().exitCodeList(codes);
    }

    private static int failed(Terminal terminal, Exception failure) {
        LOG.debug("a command failed", failure);
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        Problems.print(terminal, List.of(Problem.of("A6000", text, "This should not happen; please report it.")));
        return ExitCode.INTERNAL.code();
    }
}
