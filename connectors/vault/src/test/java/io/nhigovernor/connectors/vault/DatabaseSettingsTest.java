package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.spi.ConnectorFactory.SettingProblem;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.RelyingParty;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
    private static final Map<String, String> SECTION = Map.of(
            "address", "http://127.0.0.1:8200",
            "tokenFile", "/run/token",
            "keyFile", "/run/key");

    @Test
    void aPairIsTwoRolesAndWhatTheyNeed() {
        assertThat(problems(Map.of(
                        "mount",
                        "database",
                        "roleA",
                        "orders-a",
                        "roleB",
                        "orders-b",
                        "probe",
                        "SELECT 1",
                        "minRotationPeriod",
                        "P7D")))
                .isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(problems(Map.of("roleA", "orders-a", "roleB", "orders-a", "minRotationPeriod", "7d", "role", "x")))
                .extracting(SettingProblem::setting)
                .containsExactlyInAnyOrder("roleB", "minRotationPeriod", "role");
        assertThat(problems(Map.of())).extracting(SettingProblem::setting).containsExactlyInAnyOrder("roleA", "roleB");
    }

    @Test
    void aRelyingPartyIsADatabase() {
        var roles = Map.of("roleA", "orders-a", "roleB", "orders-b");
        assertThat(problems(roles, new RelyingParty("orders-db", URI.create("postgresql://db.example.org/orders"))))
                .isEmpty();
        assertThat(problems(roles, new RelyingParty("orders-api", URI.create("https://api.example.org/orders"))))
                .extracting(SettingProblem::text)
                .singleElement()
                .asString()
                .contains("orders-api must be postgresql://");
    }

    @Test
    void theGovernorsLoginIsGivenWholeOrNotAtAll() {
        assertThat(VaultConfiguration.of(SECTION).database()).isEmpty();
        var login = VaultConfiguration.of(section("postgresql://db.example.org:5433/orders"))
                .database()
                .orElseThrow();
        assertThat(login.address()).hasToString("db.example.org:5433/orders");
        var without = new TreeMap<>(section("postgresql://db.example.org/orders"));
        without.remove("databasePasswordFile");
        assertThatThrownBy(() -> VaultConfiguration.of(without))
                .hasMessageContaining("databaseUrl, databaseUser and databasePasswordFile are given together");
    }

    @Test
    void theServersLogNeedsAPlaceToRememberHowFarItWasReadAndALoginThatShowsThatItIsAlive() {
        var section = new TreeMap<>(section("postgresql://db.example.org/orders"));
        assertThat(VaultConfiguration.of(section).loginLog()).isEmpty();
        section.put("databaseLog", "/var/log/postgresql/postgresql.json");
        assertThatThrownBy(() -> VaultConfiguration.of(section))
                .hasMessageContaining("databaseLog and databaseLogCheckpoint, a file of the governor's own, are given");
        section.put("databaseLogCheckpoint", "/var/lib/nhi-governor/postgres.position");
        assertThat(VaultConfiguration.of(section).loginLog().orElseThrow().source())
                .isEqualTo("postgres-log");
        section.keySet().removeAll(List.of("databaseUrl", "databaseUser", "databasePasswordFile"));
        assertThatThrownBy(() -> VaultConfiguration.of(section)).hasMessageContaining("databaseLog needs databaseUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:secret@db.example.org/orders",
                "postgresql://db.example.org/orders?password=secret",
                "jdbc:postgresql://db.example.org/orders",
                "postgresql://db.example.org",
                "postgresql://db.example.org/a/b",
                "not an address"
            })
    void anAddressBearsNothingButWhereTheDatabaseIs(String address) {
        assertThatThrownBy(() -> VaultConfiguration.of(section(address)))
                .hasMessageContaining("databaseUrl must be postgresql://host:port/database")
                .hasMessageNotContaining("secret");
    }

    private static Map<String, String> section(String address) {
        var section = new TreeMap<>(SECTION);
        section.put("databaseUrl", address);
        section.put("databaseUser", "nhi_governor");
        section.put("databasePasswordFile", "/run/database-password");
        return section;
    }

    private static List<SettingProblem> problems(Map<String, String> verifier, RelyingParty... parties) {
        return Settings.problems(new Credential(
                "orders/database",
                CredentialKind.DATABASE,
                List.of("billing"),
                ConnectorSettings.of("vault", verifier),
                ConnectorSettings.of("vault", Map.of("mount", "secret", "path", "apps/{identity}/database")),
                List.of(parties)));
    }
}
