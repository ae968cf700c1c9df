package io.nhigovernor.governor.config;

import io.nhigovernor.governor.api.Listen;
import io.nhigovernor.governor.api.Token;
import io.nhigovernor.governor.engine.EngineConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a governor is told at its start.
 *
 * @param data the directory it keeps its store and keys in
 * @param reserveBytes room kept beside the store for the day its disk is full
 * @param connectors settings of each connector by its name; only the connector understands and checks them
 */
public record GovernorConfig(
        Path data,
        Listen listen,
        List<Token> tokens,
        SortedMap<String, SortedMap<String, String>> connectors,
        EngineConfig engine,
        long reserveBytes) {
    /** Enough for the restores of some thousand targets. */
    public static final long RESERVE_BYTES = 8L << 20;

    public GovernorConfig {
        tokens = List.copyOf(tokens);
        connectors = Collections.unmodifiableSortedMap(new TreeMap<>(connectors));
    }

    /** What holds without a configuration file: loopback, and the connector that needs no server. */
    public static GovernorConfig embedded(Path data, List<Token> tokens) {
        SortedMap<String, SortedMap<String, String>> connectors = new TreeMap<>();
        connectors.put(
                "local",
                new TreeMap<>(Map.of(
                        "home", data.resolve("local").toString(),
                        "keyFile", data.resolve("local.key").toString(),
                        "createKey", "true")));
        return new GovernorConfig(
                data,
                Listen.on(Listen.LOOPBACK, Listen.PORT, java.util.Optional.empty()),
                tokens,
                connectors,
                EngineConfig.defaults(),
                RESERVE_BYTES);
    }
}
