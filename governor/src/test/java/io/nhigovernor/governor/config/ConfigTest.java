package io.nhigovernor.governor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.api.Listen;
import io.nhigovernor.governor.api.Scope;
import io.nhigovernor.governor.api.Token;
import io.nhigovernor.governor.api.TokenBook;
import io.nhigovernor.governor.engine.EngineConfig;
import io.nhigovernor.governor.wire.Problem;
import io.nhigovernor.spi.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final String TOKEN =
            "{\"name\":\"alice\",\"scopes\":[\"operate\"],\"sha256\":\"" + "a".repeat(64) + "\"}";

    @TempDir
    Path folder;

    private final ConfigReader reader = new ConfigReader(text -> {
        throw new IllegalArgumentException("line 3: a tab");
    });

    @Test
    void aWholeFileIsReadWithPathsRelativeToIt() throws IOException {
        GovernorConfig config = known("{\"data\":\"state\",\"listen\":{\"host\":\"0.0.0.0\",\"port\":8443,"
                + "\"tls\":{\"certificate\":\"tls/cert.pem\",\"key\":\"/etc/key.pem\"}},"
                + "\"tokens\":[" + TOKEN + ",{\"name\":\"estate\",\"scopes\":[\"signal:estate\"],\"sha256\":\""
                + "b".repeat(64)
                + "\",\"identities\":[\"*\"]}],"
                + "\"connectors\":{\"local\":{\"home\":\"./local\",\"createKey\":true,\"name\":\"plain\"}},"
                + "\"store\":{\"reserveMebibytes\":16},"
                + "\"engine\":{\"tick\":\"PT0.1S\",\"forwardPermits\":4,\"lookEvery\":\"PT1M\"}}");
        assertThat(config.reserveBytes()).isEqualTo(16_777_216);
        assertThat(config.data()).isEqualTo(folder.resolve("state"));
        assertThat(config.listen().tls())
                .contains(new Listen.Tls(folder.resolve("tls/cert.pem"), Path.of("/etc/key.pem")));
        assertThat(config.tokens().get(1).source()).contains("estate");
        assertThat(config.connectors().get("local"))
                .containsEntry("home", folder.resolve("local").toString())
                .containsEntry("createKey", "true")
                .containsEntry("name", "plain");
        assertThat(config.engine().tick()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.engine().forwardPermits()).isEqualTo(4);
        assertThat(config.engine().lookEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.engine().horizon()).isEqualTo(EngineConfig.defaults().horizon());
    }

    @Test
    void theDefaultIsLoopbackOnPort7420() throws IOException {
        GovernorConfig config = known("{\"data\":\"d\",\"tokens\":[" + TOKEN + "],\"connectors\":{\"local\":{}}}");
        assertThat(config.listen().host()).isEqualTo("127.0.0.1");
        assertThat(config.listen().port()).isEqualTo(7420);
        assertThat(config.reserveBytes()).isEqualTo(8_388_608);
        assertThat(config.engine().lookEvery()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void everyProblemComesAtOnceWithTheNearestKnownName() throws IOException {
        List<Problem> problems = wrong("{\"dta\":\"d\",\"listen\":{\"host\":\"10.0.0.1\",\"port\":70000},"
                + "\"tokens\":[{\"name\":\"Alice\",\"scopes\":[\"operat\"],\"sha256\":\"zz\"},"
                + "{\"name\":\"s\",\"scopes\":[\"signal:a\"],\"sha256\":\"" + "b".repeat(64) + "\"}],"
                + "\"connectors\":{\"local\":{\"home\":{}}},\"engine\":{\"tick\":\"fast\",\"retryDelay\":\"PT1H\"}}");
        assertThat(problems)
                .extracting(Problem::text)
                .contains(
                        "dta is not a known field",
                        "data is missing",
                        "listen.port must be a whole number from 0 to 65535",
                        "listening on 10.0.0.1 needs tls.certificate and tls.key; only loopback may go without",
                        "tokens[0].name must use " + Names.RULE,
                        "tokens[0].scopes holds operat, which is no scope",
                        "tokens[0].sha256 must be 64 lower-case hex digits",
                        "tokens[1].identities is empty",
                        "connectors.local.home must be a text, a number, true or false",
                        "engine.tick must be a positive duration",
                        "engine.retryDelayMax is shorter than retryDelay");
        assertThat(problems).extracting(Problem::remedy).contains("Did you mean data?");
        assertThat(problems).allSatisfy(problem -> assertThat(problem.file()).isPresent());
    }

    @Test
    void aTokenNameOrValueUsedTwiceIsRefused() throws IOException {
        assertThat(wrong("{\"data\":\"d\",\"tokens\":[" + TOKEN + "," + TOKEN + "],\"connectors\":{\"local\":{}}}"))
                .extracting(problem -> problem.field().orElse(""))
                .containsExactly("tokens[1].name", "tokens[1].sha256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"governor", "schedule", "schedule/nightly"})
    void aTokenMayNotBeNamedLikeAnActorOfTheLedger(String name) throws IOException {
        String token = "{\"name\":\"" + name + "\",\"scopes\":[\"operate\"],\"sha256\":\"" + "c".repeat(64) + "\"}";
        assertThat(wrong("{\"data\":\"d\",\"tokens\":[" + token + "],\"connectors\":{\"local\":{}}}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("C1007");
                    assertThat(problem.field()).contains("tokens[0].name");
                });
        assertThatThrownBy(() -> new Token(name, Set.of(), "c".repeat(64), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noTokensAndNoConnectorsAreNoConfiguration() throws IOException {
        assertThat(wrong("{\"data\":\"d\",\"tokens\":[]}"))
                .extracting(Problem::text)
                .containsExactlyInAnyOrder("tokens is missing", "connectors is missing");
    }

    @Test
    void unreadableFilesAndTextsAreSaid() throws IOException {
        assertThat(((ConfigReader.Loaded.Wrong) reader.read(folder.resolve("none.json")))
                        .problems()
                        .get(0)
                        .code())
                .isEqualTo("C1001");
        assertThat(wrong("{").get(0).line()).isPresent();
        Path yaml = Files.writeString(folder.resolve("governor.yaml"), "a: b");
        assertThat(((ConfigReader.Loaded.Wrong) reader.read(yaml))
                        .problems()
                        .get(0)
                        .text())
                .isEqualTo("line 3: a tab");
    }

    @Test
    void theDataDirectoryFollowsXdg() {
        Path home = Path.of("/home/ada");
        assertThat(DataDirectory.of(Map.of("XDG_STATE_HOME", "/state"), home))
                .isEqualTo(Path.of("/state/nhi-governor"));
        assertThat(DataDirectory.of(Map.of("XDG_STATE_HOME", "relative"), home))
                .isEqualTo(Path.of("/home/ada/.local/state/nhi-governor"));
    }

    @Test
    void theFirstStartMakesThreeTokensOnlyTheirOwnerReads() throws IOException {
        EmbeddedTokens first = EmbeddedTokens.ensure(folder, new SecureRandom());
        assertThat(first.made()).hasSize(3);
        for (Path file : first.made()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        String value =
                Files.readString(DataDirectory.tokenFile(folder, "operator")).trim();
        assertThat(value).hasSize(43);
        assertThat(new TokenBook(first.tokens()).find(value))
                .hasValueSatisfying(token -> assertThat(token.scopes()).isEqualTo(Set.of(new Scope.Operate())));
        EmbeddedTokens second = EmbeddedTokens.ensure(folder, new SecureRandom());
        assertThat(second.made()).isEmpty();
        assertThat(second.tokens()).isEqualTo(first.tokens());
    }

    @Test
    void embeddedModeNeedsNoServer() {
        GovernorConfig config = GovernorConfig.embedded(folder, List.of());
        assertThat(config.listen().refusal()).isEqualTo(Optional.empty());
        assertThat(config.connectors().get("local"))
                .containsEntry("home", folder.resolve("local").toString())
                .containsEntry("createKey", "true");
    }

    private GovernorConfig known(String text) throws IOException {
        ConfigReader.Loaded loaded = reader.read(Files.writeString(folder.resolve("governor.json"), text));
        assertThat(loaded).isInstanceOf(ConfigReader.Loaded.Known.class);
        return ((ConfigReader.Loaded.Known) loaded).config();
    }

    private List<Problem> wrong(String text) throws IOException {
        return ((ConfigReader.Loaded.Wrong) reader.read(Files.writeString(folder.resolve("governor.json"), text)))
                .problems();
    }
}
