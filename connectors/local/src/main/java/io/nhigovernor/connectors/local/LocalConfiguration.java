package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.parts.keys.KeySource;
import io.nhigovernor.connectors.parts.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The local connector's section of the configuration.
 *
 * @param trustDomain of the SPIFFE ids in certificates
 * @param certificateLifetime how long a signed leaf is good
 * @param settle how long a change of an accept document takes to reach the relying parties that watch it
 * @param probeTimeout how long one real login may take
 */
record LocalConfiguration(
        Path home,
        KeySource key,
        String trustDomain,
        Duration certificateLifetime,
        Duration settle,
        Duration probeTimeout) {
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9._-]{1,200}");

    /** @throws IllegalArgumentException naming everything that is wrong */
    static LocalConfiguration of(Map<String, String> section) {
        var reader = new SettingsReader(LocalConnectorFactory.NAME, section);
        var home = reader.path("home", true);
        var key = reader.keySource();
        var domain = reader.text("trustDomain").orElse("local");
        if (!DOMAIN.matcher(domain).matches()) {
            reader.problem("trustDomain must match " + DOMAIN.pattern());
        }
        var lifetime = reader.duration("certificateLifetime", Duration.ofDays(90));
        var settle = reader.duration("settle", Duration.ofSeconds(1));
        var probe = reader.duration("probeTimeout", Duration.ofSeconds(2));
        reader.finish();
        return new LocalConfiguration(home.orElseThrow(), key.orElseThrow(), domain, lifetime, settle, probe);
    }
}
