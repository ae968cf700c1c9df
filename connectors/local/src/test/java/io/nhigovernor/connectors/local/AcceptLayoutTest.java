package io.nhigovernor.connectors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files that callers and relying parties are built against. */
class AcceptLayoutTest {
    @Test
    void aSecretIsListedBySaltedHash() throws Exception {
        try (var bench = new LocalBench(CredentialKind.SECRET, "billing", "reports")) {
            var root = document(bench);
            assertThat(root.path("credential").asText()).isEqualTo("billing/api-key");
            assertThat(root.path("kind").asText()).isEqualTo("SECRET");
            assertThat(root.path("version").asLong()).isEqualTo(1);
            assertThat(root.path("holders")).map(JsonNode::asText).containsExactly("billing", "reports");
            var generation = root.path("generations").path(0);
            assertThat(generation.fieldNames())
                    .toIterable()
                    .containsExactly("fingerprint", "status", "intent", "admittedAt", "salt", "hash");
            assertThat(generation.path("fingerprint").asText()).matches("hmac:[0-9a-f]{32}");
            assertThat(generation.path("status").asText()).isEqualTo("enabled");
            assertThat(Instant.parse(generation.path("admittedAt").asText()))
                    .isBefore(Instant.now().plusSeconds(1));
        }
    }

    @Test
    void aCertificateIsListedByItsKeyWithItsChainAndNamesItsWorkload() throws Exception {
        try (var bench = new LocalBench(CredentialKind.CERTIFICATE, "billing")) {
            var generation = document(bench).path("generations").path(0);
            assertThat(generation.path("spki").asText()).matches("[0-9a-f]{64}");
            assertThat(generation.path("fingerprint").asText())
                    .isEqualTo("spki:" + generation.path("spki").asText().substring(0, 32));
            var leaf = EcKeys.chain(generation.path("chain").asText()).getFirst();
            assertThat(generation.path("serial").asText())
                    .isEqualTo(leaf.getSerialNumber().toString(16));
            assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, "spiffe://local/billing/api-key"));
            assertThat(leaf.getExtendedKeyUsage()).containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
            assertThat(Instant.parse(generation.path("notBefore").asText()))
                    .isEqualTo(leaf.getNotBefore().toInstant())
                    .isBefore(Instant.now().minus(Duration.ofMinutes(4)));
            assertThat(Instant.parse(generation.path("notAfter").asText()))
                    .isEqualTo(leaf.getNotAfter().toInstant());
            var shown = bench.delivered("billing").resolve("current");
            try (var files = Files.list(shown)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder(
                                "fingerprint", "version", "intent", "key.pem", "chain.pem", "ca.pem");
            }
        }
    }

    @Test
    void aDestroyedCertificateIsRememberedAndRevoked() throws Exception {
        try (var bench = new LocalBench(CredentialKind.CERTIFICATE, "billing")) {
            var serial =
                    document(bench).path("generations").path(0).path("serial").asText();
            assertThat(revoked(bench)).isEmpty();
            bench.verifier().destroy(bench.credential(), bench.first, call("destroy"));
            assertThat(revoked(bench)).containsExactly(serial);
            var gone = document(bench).path("destroyed").path(0);
            assertThat(gone.path("fingerprint").asText()).isEqualTo(bench.first.value());
            assertThat(gone.path("intent").asText()).isEqualTo("destroy");
            // Killed between the document and the list: the repeat heals it.
            Files.delete(bench.home.resolve("ca/crl.pem"));
            LocalHome.open(LocalBench.section(bench.root), java.time.InstantSource.system());
            assertThat(revoked(bench)).isEmpty();
            bench.verifier().destroy(bench.credential(), bench.first, call("destroy"));
            assertThat(revoked(bench)).containsExactly(serial);
        }
    }

    @Test
    void aSigningKeyIsListedAsAJwkAndInTheSetOnlyWhileEnabled() throws Exception {
        try (var bench = new LocalBench(CredentialKind.OIDC_KEY, "billing")) {
            var root = document(bench);
            var jwk = root.path("generations").path(0).path("jwk");
            assertThat(bench.first.value()).isEqualTo("kid:" + jwk.path("kid").asText());
            assertThat(jwk.has("d")).isFalse();
            assertThat(root.path("jwks").path("keys")).containsExactly(jwk);
            assertThat(bench.delivered("billing").resolve("current/kid"))
                    .hasContent(jwk.path("kid").asText());
            bench.verifier().disable(bench.credential(), bench.first, new Version(1), call("disable"));
            var after = document(bench);
            assertThat(after.path("jwks").path("keys")).isEmpty();
            assertThat(after.path("version").asLong()).isEqualTo(2);
            assertThat(after.path("generations").path(0).path("status").asText())
                    .isEqualTo("disabled");
            assertThat(after.path("generations").path(0).path("intent").asText())
                    .isEqualTo("disable");
        }
    }

    @Test
    void aCredentialThatWasNeverEnrolledAcceptsNothingAndIsNotAdmitted() throws Exception {
        try (var bench = new LocalBench(CredentialKind.SECRET, "billing");
                var made = bench.make()) {
            var other = LocalBench.credential("other", CredentialKind.SECRET, List.of(), "billing");
            assertThat(bench.verifier().admit(other, made, call("admit"))).isInstanceOf(Outcome.NotApplied.class);
            assertThat(bench.home.resolve("accept/other.json")).doesNotExist();
        }
    }

    private static Call call(String intent) {
        return new Call(intent, "attempt", Duration.ofSeconds(5));
    }

    private static JsonNode document(LocalBench bench) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(bench.accept()));
    }

    private static List<String> revoked(LocalBench bench) throws Exception {
        try (InputStream in = Files.newInputStream(bench.home.resolve("ca/crl.pem"))) {
            var list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
            list.verify(bench.opened.authority().certificate().getPublicKey());
            return list.getRevokedCertificates() == null
                    ? List.of()
                    : list.getRevokedCertificates().stream()
                            .map(entry -> entry.getSerialNumber().toString(16))
                            .toList();
        }
    }
}
