package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.config.GovernorConfig;
import io.nhigovernor.governor.engine.Connectors;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.wire.Problem;
import io.nhigovernor.spi.Discovery;
import io.nhigovernor.spi.Discovery.Found;
import io.nhigovernor.spi.Reading;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "discover",
        description = {
            "List what the backends hold that could be brought under the governor: how many values are accepted, how old,",
            "when they end, when they were last used. Reads only, and no value. Needs no running governor."
        })
final class DiscoverCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "the governor's configuration, which names the connectors")
    Path config = Path.of("");

    @Mixin
    OutputForm output = new OutputForm();

    private final Session session;

    DiscoverCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<GovernorConfig> known = Configuration.in(config, session);
        if (known.isEmpty()) {
            return ExitCode.BAD_INPUT.code();
        }
        try (var connectors = Connectors.open(new TreeMap<>(known.get().connectors()))) {
            return list(connectors.discoveries());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            Problems.print(
                    session.terminal(),
                    List.of(Problem.of("A6012", String.valueOf(e.getMessage()), "Correct the configuration.")));
            return ExitCode.BAD_INPUT.code();
        }
    }

    private int list(SortedMap<String, Discovery> discoveries) {
        var found = new TreeMap<String, List<Found>>();
        List<Problem> problems = new ArrayList<>();
        discoveries.forEach((name, discovery) -> {
            switch (discovery.discover()) {
                case Reading.Known<List<Found>> known -> found.put(name, known.value());
                case Reading.Unreadable<List<Found>> unreadable ->
                    problems.add(Problem.of(
                            "A6017",
                            "connector " + name + " cannot list what it holds: " + unreadable.reason(),
                            "Mend that, then discover again."));
            }
        });
        if (output.json()) {
            session.terminal().raw(Json.write(Map.of("connectors", found, "problems", problems)));
        } else {
            print(found);
            Problems.print(session.terminal(), problems);
        }
        return problems.isEmpty() ? ExitCode.OK.code() : ExitCode.INTERNAL.code();
    }

    private void print(SortedMap<String, List<Found>> found) {
        Table table = new Table("CONNECTOR", "TYPE", "WHAT", "VALUES", "MADE", "ENDS", "LAST USED");
        found.forEach((name, all) -> all.forEach(one -> table.row(
                name,
                one.kind().toString(),
                one.what(),
                one.accepted().map(count -> Integer.toString(count)).orElse("-"),
                time(one.made()),
                time(one.expires()),
                time(one.lastUsed()))));
        table.lines().forEach(session.terminal()::line);
        long count = found.values().stream().mapToLong(List::size).sum();
        session.terminal()
                .line(count + " found; bring them under the governor by Credential documents and: governor adopt");
    }

    private static String time(Optional<Instant> at) {
        return at.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("-");
    }
}
