package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Discovery;
import io.nhigovernor.spi.Discovery.Found;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultServer;
import io.nhigovernor.testkit.servers.VaultSetup;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Vault holds is listed with age, end and last use, and never a value. */
class DiscoveryTest {
    @TempDir
    Path folder;

    @Test
    void rolesAndSecretsAreListedWithAgeEndAndLastUse() throws Exception {
        try (var server = VaultServer.start(
                        Servers.vault(),
                        VaultSetup.in(folder)
                                .on(VaultSetup.Storage.MEMORY)
                                .withoutTls()
                                .withAudits(1));
                var bench = VaultBench.listening(server, CredentialKind.APPROLE, "billing")) {
            var before = Instant.now().minusSeconds(60);
            var roles = "auth/" + bench.credential().verifier().settings().get("mount") + "/role/";
            server.http().must(roles + "mail", Map.of("token_policies", "default"));
            server.http().must(roles + "mail/secret-id", Map.of("ttl", "1h"));
            var second = server.http().must(roles + "mail/secret-id", Map.of());
            server.anonymous()
                    .post(
                            roles.replace("/role/", "/login"),
                            Map.of(
                                    "role_id",
                                    server.http()
                                            .get(roles + "mail/role-id")
                                            .data()
                                            .path("role_id")
                                            .asText(),
                                    "secret_id",
                                    second.data().path("secret_id").asText()));
            server.http().must(bench.kv + "/data/teams/mail/smtp", Map.of("data", Map.of("value", "of-a-test")));
            server.http().get(bench.kv + "/data/teams/mail/smtp");

            var found = known(bench.connector.discovery().orElseThrow());

            assertThat(found)
                    .extracting(Found::what)
                    .contains(
                            roles + "billing",
                            roles + "mail",
                            bench.kv + "/apps/billing/billing",
                            bench.kv + "/teams/mail/smtp")
                    .noneMatch(what -> what.contains("nhi-governor"));
            var mail = of(found, roles + "mail");
            assertThat(mail.kind()).isEqualTo(CredentialKind.APPROLE);
            assertThat(mail.accepted()).contains(2);
            assertThat(mail.verifier()).containsEntry("role", "mail");
            assertThat(mail.made().orElseThrow()).isAfter(before);
            assertThat(mail.expires().orElseThrow()).isAfter(Instant.now().plusSeconds(3_000));
            assertThat(mail.lastUsed().orElseThrow()).isAfter(before);
            assertThat(of(found, roles + "billing").lastUsed()).isEqualTo(Optional.empty());
            var smtp = of(found, bench.kv + "/teams/mail/smtp");
            assertThat(smtp.kind()).isEqualTo(CredentialKind.SECRET);
            assertThat(smtp.delivery()).containsEntry("mount", bench.kv).containsEntry("path", "teams/mail/smtp");
            assertThat(smtp.lastUsed().orElseThrow()).isAfter(before);
            assertThat(found.toString()).doesNotContain("of-a-test");
        }
    }

    private static Found of(List<Found> found, String what) {
        return found.stream()
                .filter(each -> each.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private static List<Found> known(Discovery discovery) {
        assertThat(discovery.discover()).isInstanceOf(Reading.Known.class);
        return ((Reading.Known<List<Found>>) discovery.discover()).value();
    }
}
