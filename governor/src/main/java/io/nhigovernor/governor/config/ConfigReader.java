package io.nhigovernor.governor.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.api.Listen;
import io.nhigovernor.governor.api.Token;
import io.nhigovernor.governor.engine.EngineConfig;
import io.nhigovernor.governor.wire.BoundedJson;
import io.nhigovernor.governor.wire.Fields;
import io.nhigovernor.governor.wire.Problem;
import io.nhigovernor.governor.wire.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads a configuration file, JSON or YAML, with every problem at once. Relative paths, and connector settings that begin
 * with {@code ./} or {@code ../}, are relative to the file.
 */
public final class ConfigReader {
    static final String UNREADABLE = "C1001";
    static final String BAD_TEXT = "C1002";
    static final String NEEDS_TLS = "C1006";
    static final String RESERVED_NAME = "C1007";
    static final Fields.Codes CODES = new Fields.Codes("C1003", "C1004", "C1005");
    private static final int TEXT_MAX = 1_000;
    private static final int RESERVE_MAX = 10_000;
    private final Function<byte[], JsonNode> yaml;

    /** What reading came to. */
    public sealed interface Loaded {
        record Known(GovernorConfig config) implements Loaded {}

        /** @param problems at least one, each naming the file */
        record Wrong(List<Problem> problems) implements Loaded {
            public Wrong {
                problems = List.copyOf(problems);
            }
        }
    }

    /** @param yaml YAML text to a tree; throws IllegalArgumentException with a sentence when it is not YAML */
    public ConfigReader(Function<byte[], JsonNode> yaml) {
        this.yaml = yaml;
    }

    public Loaded read(Path file) {
        List<Problem> problems = new ArrayList<>();
        Optional<GovernorConfig> config = tree(file, problems).map(node -> config(node, file, problems));
        if (config.isPresent() && problems.isEmpty()) {
            return new Loaded.Known(config.get());
        }
        return new Loaded.Wrong(problems.stream()
                .map(problem -> problem.inFile(file.toString()))
                .toList());
    }

    private Optional<JsonNode> tree(Path file, List<Problem> problems) {
        try {
            byte[] text = Files.readAllBytes(file);
            if (!file.toString().endsWith(".json")) {
                return Optional.of(yaml.apply(text));
            }
            return switch (BoundedJson.tree(text)) {
                case BoundedJson.Parsed.Tree tree -> Optional.of(tree.node());
                case BoundedJson.Parsed.Items items -> throw new IllegalStateException("a tree was read");
                case BoundedJson.Parsed.Broken broken -> {
                    problems.add(Problem.ofPlace(
                            BAD_TEXT, broken.line(), broken.column(), broken.text(), "Correct the JSON."));
                    yield Optional.empty();
                }
            };
        } catch (IOException e) {
            problems.add(Problem.of(
                    UNREADABLE,
                    "the configuration cannot be read: " + e.getMessage(),
                    "Check the path and its permissions."));
        } catch (IllegalArgumentException e) {
            problems.add(
                    Problem.of(BAD_TEXT, Text.printable(String.valueOf(e.getMessage()), 300), "Correct the YAML."));
        }
        return Optional.empty();
    }

    private static GovernorConfig config(JsonNode node, Path file, List<Problem> problems) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        Fields fields = Fields.of(node, "", CODES, problems);
        Path data = folder.resolve(fields.text("data", TEXT_MAX)).normalize();
        Listen listen = fields.optionalObject("listen")
                .map(part -> listen(part, folder, problems))
                .orElse(Listen.on(Listen.LOOPBACK, Listen.PORT, Optional.empty()));
        List<Token> tokens = TokensReader.read(fields);
        SortedMap<String, SortedMap<String, String>> connectors = fields.optionalObject("connectors")
                .map(part -> connectors(part, folder))
                .orElseGet(TreeMap::new);
        if (connectors.isEmpty()) {
            fields.missing("connectors");
        }
        EngineConfig engine =
                fields.optionalObject("engine").map(EngineReader::read).orElse(EngineConfig.defaults());
        long reserve = fields.optionalObject("store").map(ConfigReader::reserve).orElse(GovernorConfig.RESERVE_BYTES);
        fields.end();
        return new GovernorConfig(data, listen, tokens, connectors, engine, reserve);
    }

    private static Listen listen(Fields fields, Path folder, List<Problem> problems) {
        String host = fields.optionalText("host", TEXT_MAX).orElse(Listen.LOOPBACK);
        int port = fields.optionalWhole("port", 0, 65_535).orElse(Listen.PORT);
        Optional<Listen.Tls> tls = fields.optionalObject("tls").map(part -> {
            Path certificate = folder.resolve(part.text("certificate", TEXT_MAX));
            Path key = folder.resolve(part.text("key", TEXT_MAX));
            part.end();
            return new Listen.Tls(certificate, key);
        });
        fields.end();
        Listen defaults = Listen.on(host, port, tls);
        defaults.refusal()
                .ifPresent(text -> problems.add(Problem.ofField(
                        NEEDS_TLS, "listen.host", text, "Add listen.tls, or listen on " + Listen.LOOPBACK + ".")));
        return defaults;
    }

    private static long reserve(Fields fields) {
        long reserve = fields.optionalWhole("reserveMebibytes", 1, RESERVE_MAX)
                .map(mebibytes -> (long) mebibytes << 20)
                .orElse(GovernorConfig.RESERVE_BYTES);
        fields.end();
        return reserve;
    }

    private static SortedMap<String, SortedMap<String, String>> connectors(Fields fields, Path folder) {
        SortedMap<String, SortedMap<String, String>> connectors = new TreeMap<>();
        for (String name : fields.names()) {
            SortedMap<String, String> settings = new TreeMap<>();
            fields.optionalObject(name).ifPresent(part -> {
                for (String setting : part.names()) {
                    JsonNode value = part.node().get(setting);
                    if (value.isValueNode() && !value.isNull()) {
                        settings.put(setting, resolved(value.asText(), folder));
                    } else {
                        part.bad(setting, "must be a text, a number, true or false", "Write one value.");
                    }
                }
            });
            connectors.put(name, settings);
        }
        return connectors;
    }

    private static String resolved(String value, Path folder) {
        return value.startsWith("./") || value.startsWith("../")
                ? folder.resolve(value).normalize().toString()
                : value;
    }

    /** The engine's times and permits, each at its default when not given. */
    private static final class EngineReader {
        private static final int PERMITS_MAX = 10_000;
        private static final int BUFFER_MAX = 10_000_000;

        private static EngineConfig read(Fields fields) {
            EngineConfig defaults = EngineConfig.defaults();
            EngineConfig config = new EngineConfig(
                    duration(fields, "tick", defaults.tick()),
                    duration(fields, "requestDeadline", defaults.requestDeadline()),
                    duration(fields, "horizon", defaults.horizon()),
                    duration(fields, "retryDelay", defaults.retryDelay()),
                    duration(fields, "retryDelayMax", defaults.retryDelayMax()),
                    whole(fields, "restoreBudget", PERMITS_MAX, defaults.restoreBudget()),
                    duration(fields, "reassertFor", defaults.reassertFor()),
                    duration(fields, "reassertEvery", defaults.reassertEvery()),
                    whole(fields, "forwardPermits", PERMITS_MAX, defaults.forwardPermits()),
                    whole(fields, "restorePermits", PERMITS_MAX, defaults.restorePermits()),
                    duration(fields, "snapshotEvery", defaults.snapshotEvery()),
                    whole(fields, "signalBuffer", BUFFER_MAX, defaults.signalBuffer()),
                    duration(fields, "lookEvery", defaults.lookEvery()));
            if (config.retryDelayMax().compareTo(config.retryDelay()) < 0) {
                fields.bad("retryDelayMax", "is shorter than retryDelay", "Make it at least as long.");
            }
            fields.end();
            return config;
        }

        private static Duration duration(Fields fields, String name, Duration standard) {
            return fields.optionalDuration(name).orElse(standard);
        }

        private static int whole(Fields fields, String name, int most, int standard) {
            return fields.optionalWhole(name, 1, most).orElse(standard);
        }
    }
}
