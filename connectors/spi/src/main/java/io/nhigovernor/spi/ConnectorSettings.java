package io.nhigovernor.spi;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands under {@code verifier:} or {@code delivery:} of a credential document: the connector's name and its own
 * settings, which only the connector understands and checks ({@link ConnectorFactory#problems}).
 */
public record ConnectorSettings(String connector, SortedMap<String, String> settings) {
    public ConnectorSettings {
        Names.require("connector", connector);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    public static ConnectorSettings of(String connector, Map<String, String> settings) {
        return new ConnectorSettings(connector, new TreeMap<>(settings));
    }
}
