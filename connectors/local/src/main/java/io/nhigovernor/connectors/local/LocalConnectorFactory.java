package io.nhigovernor.connectors.local;

import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.ConnectorFactory;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The connector {@code local}. Configuration: {@code home} and one of {@code keyFile} (with {@code createKey}) and {@code
 * keyEnvironment}; optional {@code trustDomain}, {@code certificateLifetime}, {@code settle}, {@code probeTimeout}.
 * Credentials need no settings of their own.
 */
public final class LocalConnectorFactory implements ConnectorFactory {
    static final String NAME = "local";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SettingProblem> problems(Credential credential) {
        var problems = new ArrayList<SettingProblem>();
        check("verifier", credential.verifier(), credential, problems);
        check("delivery", credential.delivery(), credential, problems);
        return problems;
    }

    private static void check(
            String section, ConnectorSettings settings, Credential credential, List<SettingProblem> problems) {
        if (!settings.connector().equals(NAME)) {
            return;
        }
        if (!Form.handles(credential.kind())) {
            problems.add(new SettingProblem(
                    section,
                    "connector",
                    "local handles SECRET, CERTIFICATE and OIDC_KEY, not " + credential.kind()
                            + "; name another connector"));
        }
        for (var key : settings.settings().keySet()) {
            problems.add(new SettingProblem(section, key, "local has no setting of this name; remove it"));
        }
    }

    @Override
    public Connector open(Map<String, String> configuration) {
        return new LocalConnector(LocalHome.open(configuration, InstantSource.system()));
    }
}
