package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Enrolment.Origin;
import io.nhigovernor.spi.Enrolment.Result;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a team has in a real Vault already comes under the governor without a change that its consumers could see. */
class VaultEnrolmentTest {
    @TempDir
    Path folder;

    private VaultServer server;
    private String kv;
    private String auth;
    private VaultConnector connector;

    @BeforeEach
    void open() throws IOException {
        server = Servers.sharedVault();
        kv = server.mountKv();
        auth = server.enableAuth("approle");
        connector = new VaultConnector(
                Vault.open(VaultConfiguration.of(VaultBench.section(server, folder, kv)), InstantSource.system()));
    }

    @AfterEach
    void close() {
        if (connector != null) {
            connector.close();
        }
    }

    @Test
    void whatConsumersReadIsAdoptedAsItIs() {
        server.http().must(kv + "/data/apps/billing", Map.of("data", Map.of("value", "theirs", "user", "b")));
        var result = enrol(secret("billing"));
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Enrolled.class,
                        enrolled -> assertThat(enrolled.origin()).isEqualTo(Origin.ADOPTED));
        var read = server.http().get(kv + "/data/apps/billing").data();
        assertThat(read.at("/metadata/version").asInt()).isEqualTo(1);
        assertThat(read.at("/data/value").asText()).isEqualTo("theirs");
        assertThat(enrol(secret("billing"))).isEqualTo(new Result.Already());
    }

    @Test
    void aHolderThatReadsNothingYetGetsWhatTheOtherReads() {
        server.http().must(kv + "/data/apps/billing", Map.of("data", Map.of("value", "theirs")));
        assertThat(enrol(secret("billing", "reports"))).isInstanceOf(Result.Enrolled.class);
        assertThat(server.http()
                        .get(kv + "/data/apps/reports")
                        .data()
                        .at("/data/value")
                        .asText())
                .isEqualTo("theirs");
    }

    @Test
    void holdersThatReadDifferentValuesAreRefusedAndNothingIsWritten() {
        server.http().must(kv + "/data/apps/billing", Map.of("data", Map.of("value", "one")));
        server.http().must(kv + "/data/apps/reports", Map.of("data", Map.of("value", "other")));
        assertThat(enrol(secret("billing", "reports")))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.reason()).contains("different values"));
        assertThat(server.http().get(kv + "/data/accept/key").status()).isEqualTo(404);
    }

    @Test
    void aFirstValueIsMadeWhereNobodyReadsAny() {
        assertThat(enrol(secret("billing")))
                .isInstanceOfSatisfying(
                        Result.Enrolled.class,
                        enrolled -> assertThat(enrolled.origin()).isEqualTo(Origin.MADE));
    }

    @Test
    void aSecretIdThatLogsInAlreadyIsAdoptedAndLogsInAfterwards() {
        server.http().must("auth/" + auth + "/role/billing", Map.of("token_policies", "default"));
        var given = server.http()
                .must("auth/" + auth + "/role/billing/secret-id", Map.of())
                .data()
                .path("secret_id")
                .asText();
        server.http().must(kv + "/data/apps/billing", Map.of("data", Map.of("secret_id", given)));
        assertThat(enrol(appRole())).isInstanceOf(Result.Enrolled.class);
        assertThat(server.http()
                        .get(kv + "/data/apps/billing")
                        .data()
                        .at("/data/secret_id")
                        .asText())
                .isEqualTo(given);
    }

    @Test
    void aSecretIdThatItsRoleDoesNotKnowIsNotTakenForOne() {
        server.http().must("auth/" + auth + "/role/billing", Map.of("token_policies", "default"));
        server.http().must(kv + "/data/apps/billing", Map.of("data", Map.of("secret_id", "stale")));
        assertThat(enrol(appRole()))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed -> assertThat(failed.reason())
                                .contains("does not accept")
                                .doesNotContain("stale"));
    }

    @Test
    void settingsNobodyKnowsAreRefused() {
        var settings = ConnectorSettings.of("vault", Map.of("colour", "red"));
        assertThat(enrol(new Credential(
                        "key", CredentialKind.SECRET, List.of("billing"), settings, settings, List.of())))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.reason()).contains("colour"));
    }

    private Result enrol(Credential credential) {
        return connector.enrolment().orElseThrow().enrol(credential);
    }

    private Credential secret(String... holders) {
        return credential(CredentialKind.SECRET, Map.of("mount", kv, "path", "accept/key"), holders);
    }

    private Credential appRole() {
        return credential(CredentialKind.APPROLE, Map.of("mount", auth, "role", "billing"), "billing");
    }

    private Credential credential(CredentialKind kind, Map<String, String> verifier, String... holders) {
        return new Credential(
                "key",
                kind,
                List.of(holders),
                ConnectorSettings.of("vault", verifier),
                ConnectorSettings.of("vault", Map.of("mount", kv, "path", "apps/{identity}")),
                List.of());
    }
}
