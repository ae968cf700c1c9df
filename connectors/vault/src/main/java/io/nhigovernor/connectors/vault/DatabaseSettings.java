package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.vault.database.DatabaseAddress;
import io.nhigovernor.connectors.vault.database.Pair;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What may stand under {@code verifier:} of a pair of database roles, and what stands there. */
final class DatabaseSettings {
    private static final String ROLE_A = "roleA";
    private static final String ROLE_B = "roleB";
    private static final String PROBE = "probe";
    private static final String MIN_ROTATION_PERIOD = "minRotationPeriod";

    private DatabaseSettings() {}

    /** Takes its own settings out of a section. */
    static void verifier(Settings.Section section, Credential credential) {
        var verifier = credential.verifier();
        for (var party : credential.relyingParties()) {
            if (DatabaseAddress.of(party.address()).isEmpty()) {
                section.problem(
                        "connector",
                        "the address of the relying party " + party.name()
                                + " must be postgresql://host:port/database, without user, password or parameters");
            }
        }
        section.name(ROLE_A, true);
        section.name(ROLE_B, true);
        var roleA = of(verifier, ROLE_A);
        if (!roleA.isEmpty() && roleA.equals(of(verifier, ROLE_B))) {
            section.problem(ROLE_B, "the two roles of a pair take turns, so they are not the same one");
        }
        section.text(PROBE);
        var period = section.text(MIN_ROTATION_PERIOD);
        if (!period.isEmpty() && duration(period).isEmpty()) {
            section.problem(MIN_ROTATION_PERIOD, "must be a duration such as " + Pair.MIN_ROTATION_PERIOD);
        }
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text)).filter(found -> !found.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String of(ConnectorSettings settings, String key) {
        return settings.settings().getOrDefault(key, "");
    }

    static Pair pair(ConnectorSettings settings) {
        return new Pair(
                Settings.mount(settings, "database"),
                of(settings, ROLE_A),
                of(settings, ROLE_B),
                Optional.of(of(settings, PROBE)).filter(sql -> !sql.isBlank()),
                duration(of(settings, MIN_ROTATION_PERIOD)).orElse(Pair.MIN_ROTATION_PERIOD));
    }
}
