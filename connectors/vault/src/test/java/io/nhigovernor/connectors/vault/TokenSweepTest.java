package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.testkit.faults.Fate;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tokens when the secret id that they were got with is destroyed for good, on a real Vault. */
class TokenSweepTest {
    @TempDir
    private Path folder;

    private FaultBench bench;
    private FaultBench.Enrolled it;
    private Material candidate;

    @BeforeEach
    void admit() throws IOException {
        bench = new FaultBench(Servers.sharedVault(), CredentialKind.APPROLE, folder);
        it = bench.enrolled();
        candidate = it.make();
        assertThat(it.stage(candidate)).isInstanceOf(Applied.class);
        assertThat(it.admit(candidate)).isInstanceOf(Applied.class);
    }

    @AfterEach
    void clearAway() {
        candidate.close();
        it.close();
        bench.close();
    }

    @Test
    void tokensOfADestroyedGenerationAreRevokedAndThoseOfOthersLive() throws Exception {
        var theirs = token(text(candidate));
        var again = token(text(candidate));
        var other = token(current());
        assertThat(destroy("true")).isInstanceOf(Applied.class);
        assertThat(lives(theirs)).isFalse();
        assertThat(lives(again)).isFalse();
        assertThat(lives(other)).isTrue();
        assertThat(destroy("true")).isInstanceOf(Applied.class);
        assertThat(lives(other)).isTrue();
    }

    @Test
    void withoutTheSettingTokensLiveUntilTheyEnd() throws Exception {
        var theirs = token(text(candidate));
        assertThat(destroy("false")).isInstanceOf(Applied.class);
        assertThat(lives(theirs)).isTrue();
    }

    @Test
    void aTokenThatEndsBetweenListAndLookupIsNoTrouble() throws Exception {
        var theirs = token(text(candidate));
        var done = new AtomicBoolean();
        bench.proxy.script(passage -> {
            if (passage.target().endsWith("/lookup-accessor") && done.compareAndSet(false, true)) {
                bench.http().with(theirs).must("auth/token/revoke-self", Map.of());
            }
            return new Fate.Passes();
        });
        assertThat(destroy("true")).isInstanceOf(Applied.class);
        assertThat(done).isTrue();
        assertThat(lives(theirs)).isFalse();
    }

    @Test
    void aLostRevocationIsUnknownAndDoneByTheNextTry() throws Exception {
        var theirs = token(text(candidate));
        bench.proxy.script(
                passage -> passage.target().endsWith("/revoke-accessor") ? new Fate.AnswerLost() : new Fate.Passes());
        assertThat(destroy("true")).isInstanceOf(Outcome.Unknown.class);
        bench.proxy.calm();
        assertThat(destroy("true")).isInstanceOf(Applied.class);
        assertThat(lives(theirs)).isFalse();
    }

    private Outcome destroy(String revokeTokens) {
        var settings = new TreeMap<>(it.credential.verifier().settings());
        settings.put(Settings.REVOKE_TOKENS, revokeTokens);
        var credential = new Credential(
                it.credential.id(),
                it.credential.kind(),
                it.credential.holders(),
                ConnectorSettings.of("vault", settings),
                it.credential.delivery(),
                it.credential.relyingParties());
        assertThat(Settings.problems(credential)).isEmpty();
        return it.connector.verifier().destroy(credential, it.fingerprint(candidate), it.call("destroy"));
    }

    /** Of a login as the consumer makes it. */
    private String token(String secretId) {
        var role = "auth/" + bench.login + "/role/" + it.name;
        var roleId = bench.http().get(role + "/role-id").data().path("role_id").asText();
        return bench.server
                .anonymous()
                .must("auth/" + bench.login + "/login", Map.of("role_id", roleId, "secret_id", secretId))
                .body()
                .path("auth")
                .path("client_token")
                .asText();
    }

    private String current() {
        return bench.http().get(it.path()).data().path("data").path("secret_id").asText();
    }

    private boolean lives(String token) {
        return bench.http().with(token).get("auth/token/lookup-self").good();
    }

    private static String text(Material material) {
        return material.secret().use(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
