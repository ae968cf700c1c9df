package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.ConnectorFactory;
import io.nhigovernor.spi.Credential;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The connector {@code vault}. What its section of the configuration may hold: {@link VaultConfiguration}. */
public final class VaultConnectorFactory implements ConnectorFactory {
    static final String NAME = "vault";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SettingProblem> problems(Credential credential) {
        return Settings.problems(credential);
    }

    @Override
    public Connector open(Map<String, String> configuration) {
        return new VaultConnector(Vault.open(VaultConfiguration.of(configuration), InstantSource.system()));
    }
}
