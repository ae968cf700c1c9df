package io.nhigovernor.connectors.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.spi.ConnectorFactory;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalConfigurationTest {
    @TempDir
    Path root;

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatThrownBy(() -> new LocalConnectorFactory()
                        .open(Map.of(
                                "colour",
                                "red",
                                "settle",
                                "soon",
                                "probeTimeout",
                                "PT0S",
                                "createKey",
                                "yes",
                                "trustDomain",
                                "No Domain")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "home is missing",
                        "exactly one of keyFile and keyEnvironment",
                        "createKey must be true or false",
                        "settle must be a duration",
                        "probeTimeout must be positive",
                        "trustDomain must match",
                        "unknown key colour");
    }

    @Test
    void whatIsNotSaidHasADefault() {
        var found = LocalConfiguration.of(Map.of("home", "h", "keyFile", "k"));
        assertThat(found.trustDomain()).isEqualTo("local");
        assertThat(found.certificateLifetime()).isEqualTo(Duration.ofDays(90));
        assertThat(found.settle()).isEqualTo(Duration.ofSeconds(1));
        assertThat(found.probeTimeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws Exception {
        var key = root.resolve("key");
        Files.writeString(key, Base64.getEncoder().encodeToString(new byte[32]));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertRefused(Map.of("home", root.resolve("home").toString(), "keyFile", key.toString()), "0600");
    }

    @Test
    void aKeyThatIsMissingOrMalformedIsRefusedWithoutShowingIt() throws Exception {
        var key = root.resolve("key");
        var section = Map.of("home", root.resolve("home").toString(), "keyFile", key.toString());
        assertRefused(section, "set createKey");
        Files.writeString(key, "c2hvcnQ=");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertRefused(section, "not 32 bytes as base64");
    }

    @Test
    void aKeyFromTheEnvironmentOpensTheSameHomeAsItsFile() throws Exception {
        var home = root.resolve("home").toString();
        LocalHome.open(LocalBench.section(root), InstantSource.system());
        var text = Files.readString(root.resolve("keys/store.key"));
        var section = Map.of("home", home, "keyEnvironment", "STORE_KEY");
        LocalHome.open(section, InstantSource.system(), name -> name.equals("STORE_KEY") ? text : null);
        assertThatThrownBy(() -> LocalHome.open(section, InstantSource.system(), name -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("STORE_KEY is not set");
    }

    @Test
    void theFactoryIsFoundByItsName() {
        assertThat(ServiceLoader.load(ConnectorFactory.class).stream()
                        .map(found -> found.get().name()))
                .containsExactly("local");
    }

    @Test
    void settingsAndKindsItDoesNotKnowAreProblemsWhereTheyStand() {
        var factory = new LocalConnectorFactory();
        var plain = ConnectorSettings.of("local", Map.of());
        var odd = ConnectorSettings.of("local", Map.of("colour", "red"));
        var elsewhere = ConnectorSettings.of("vault", Map.of("path", "a"));
        assertThat(factory.problems(credential(CredentialKind.SECRET, plain, plain)))
                .isEmpty();
        assertThat(factory.problems(credential(CredentialKind.SECRET, elsewhere, odd)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.section()).isEqualTo("delivery");
                    assertThat(problem.setting()).isEqualTo("colour");
                });
        assertThat(factory.problems(credential(CredentialKind.DATABASE, plain, plain)))
                .extracting(ConnectorFactory.SettingProblem::section)
                .containsExactly("verifier", "delivery");
    }

    private static Credential credential(CredentialKind kind, ConnectorSettings verifier, ConnectorSettings delivery) {
        return new Credential("a", kind, List.of("b"), verifier, delivery, List.of());
    }

    private static void assertRefused(Map<String, String> section, String why) {
        assertThatThrownBy(() -> LocalHome.open(section, InstantSource.system()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
