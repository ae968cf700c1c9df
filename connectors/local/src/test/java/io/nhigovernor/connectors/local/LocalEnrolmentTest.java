package io.nhigovernor.connectors.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Enrolment.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalEnrolmentTest {
    @TempDir
    Path root;

    @Test
    void allHoldersOfASharedCredentialGetTheSameValue() throws IOException {
        enrolment().enrol(secret("billing/api-key", "billing", "reports"));
        assertThat(delivered("billing", "billing~api-key", "secret"))
                .isEqualTo(delivered("reports", "billing~api-key", "secret"))
                .hasSize(43);
    }

    @ParameterizedTest
    @EnumSource(names = {"SECRET", "CERTIFICATE", "OIDC_KEY"})
    void aSecondEnrolmentIsRefusedAndChangesNothing(CredentialKind kind) throws IOException {
        var credential = LocalBench.credential("shop/login", kind, List.of(), "shop");
        enrolment().enrol(credential);
        var before = Files.readString(root.resolve("home/accept/shop~login.json"));
        assertThat(enrolment().enrol(credential)).isEqualTo(new Result.Already());
        assertThat(root.resolve("home/accept/shop~login.json")).hasContent(before);
    }

    @Test
    void anEnrolmentCutShortBeforeItsPointersIsCompletedByEnrollingAgain() throws IOException {
        var credential = secret("billing/api-key", "billing", "reports");
        var first = LocalBench.enrolled(enrolment(), credential);
        Files.delete(root.resolve("home/delivered/reports/billing~api-key/current"));
        assertThat(enrolment().enrol(credential)).isEqualTo(new Result.Enrolled(first, Enrolment.Origin.MADE));
        assertThat(delivered("reports", "billing~api-key", "fingerprint")).isEqualTo(first.value());
    }

    @Test
    void anEnrolmentCutShortBeforeItsAcceptDocumentIsBegunAnewWithoutLeftovers() throws IOException {
        var credential = secret("billing/api-key", "billing");
        enrolment().enrol(credential);
        Files.delete(root.resolve("home/accept/billing~api-key.json"));
        Files.delete(root.resolve("home/delivered/billing/billing~api-key/current"));
        enrolment().enrol(credential);
        try (var kept = Files.list(root.resolve("home/store/values/billing/billing~api-key"))) {
            assertThat(kept).hasSize(1);
        }
    }

    @Test
    void idsOfDotsStayInsideTheHome() throws IOException {
        enrolment().enrol(secret("...", "..."));
        enrolment().enrol(secret(".../..up/.../up", ".up"));
        try (var found = Files.list(root)) {
            assertThat(found.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("home", "keys");
        }
        try (var found = Files.list(root.resolve("home"))) {
            assertThat(found.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("accept", "ca", "delivered", "locks", "store");
        }
    }

    @Test
    void aCredentialWithSettingsNobodyKnowsIsRefused() {
        var settings = ConnectorSettings.of("local", Map.of("colour", "red"));
        var credential = new Credential("a", CredentialKind.SECRET, List.of("b"), settings, settings, List.of());
        assertThat(enrolment().enrol(credential))
                .asInstanceOf(InstanceOfAssertFactories.type(Result.Refused.class))
                .satisfies(refused -> assertThat(refused.reason()).contains("colour"));
    }

    @Test
    void aServerCertificateNamesThisMachineAndLeadsToTheAuthority() throws Exception {
        enrolment().issueServerCertificate(root.resolve("server"));
        var chain = EcKeys.chain(Files.readString(root.resolve("server/chain.pem")));
        var authority =
                EcKeys.chain(Files.readString(root.resolve("home/ca/ca.pem"))).getFirst();
        chain.getFirst().verify(authority.getPublicKey());
        assertThat(chain.getFirst().getSubjectAlternativeNames())
                .anySatisfy(name -> assertThat(name).isEqualTo(List.of(2, "localhost")))
                .anySatisfy(name -> assertThat(name).isEqualTo(List.of(7, "127.0.0.1")));
        assertThat(root.resolve("server/ca.pem")).hasSameTextualContentAs(root.resolve("home/ca/ca.pem"));
    }

    @Test
    void eightyCredentialsAreEnrolledInSeconds() throws IOException {
        var enrolment = enrolment();
        long start = System.nanoTime();
        for (int i = 0; i < 80; i++) {
            enrolment.enrol(LocalBench.credential(
                    "shop/login-" + i,
                    List.of(CredentialKind.SECRET, CredentialKind.CERTIFICATE, CredentialKind.OIDC_KEY)
                            .get(i % 3),
                    List.of(),
                    "shop-" + i));
        }
        var took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isLessThan(Duration.ofSeconds(20));
    }

    private LocalEnrolment enrolment() {
        return LocalEnrolment.in(LocalHome.open(LocalBench.section(root), InstantSource.system()));
    }

    private static Credential secret(String id, String... holders) {
        return LocalBench.credential(id, CredentialKind.SECRET, List.of(), holders);
    }

    private String delivered(String identity, String credential, String file) throws IOException {
        return Files.readString(root.resolve("home/delivered")
                .resolve(identity)
                .resolve(credential)
                .resolve("current")
                .resolve(file));
    }
}
