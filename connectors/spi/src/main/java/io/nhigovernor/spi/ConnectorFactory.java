package io.nhigovernor.spi;

import java.util.List;
import java.util.Map;

/** Found by {@link java.util.ServiceLoader}; one per connector. */
public interface ConnectorFactory {
    /** The name credential documents use: {@code local}, {@code vault}. */
    String name();

    /** Everything wrong with the settings under {@code verifier:} and {@code delivery:} that name this connector. */
    List<SettingProblem> problems(Credential credential);

    /**
     * @param configuration this connector's section of the governor's configuration
     * @throws IllegalArgumentException naming every unknown or unusable key at once
     */
    Connector open(Map<String, String> configuration);

    /**
     * @param section {@code verifier} or {@code delivery}
     * @param setting the key the problem stands at
     * @param text what is wrong and what to do
     */
    record SettingProblem(String section, String setting, String text) {}
}
