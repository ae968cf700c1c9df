package io.nhigovernor.samples.estate.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.samples.estate.service.ServiceKind;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Identity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    @TempDir
    private Path folder;

    private Documents documents;

    @BeforeEach
    void render() throws IOException {
        var ports = new TreeMap<String, Integer>();
        for (var kind : ServiceKind.values()) {
            ports.put(kind.service(), 20_000 + kind.ordinal());
        }
        Rendering.into(folder, ports);
        documents = Documents.read(folder);
    }

    private List<Identity> labelled(String label, String value) {
        return documents.identities().stream()
                .filter(identity -> value.equals(identity.labels().get(label)))
                .toList();
    }

    @Test
    void sixtyAccountsInFourRingsAndTwentyControls() {
        assertThat(documents.identities().stream().filter(one -> one.labels().containsKey("ring")))
                .hasSizeGreaterThanOrEqualTo(60);
        for (var family : List.of("secret", "certificate", "key")) {
            assertThat(labelled("family", family)).hasSizeGreaterThanOrEqualTo(20);
            assertThat(labelled("family", family))
                    .extracting(one -> one.labels().get("ring"))
                    .contains("0", "1", "2", "3");
        }
        assertThat(labelled("family", "control"))
                .hasSize(20)
                .allSatisfy(control -> assertThat(documents.heldBy(control)).hasSize(3));
        assertThat(labelled("reload", "nightly")).hasSize(1);
        assertThat(labelled("reload", "deploy")).hasSize(1);
    }

    @Test
    void halfOfCertificateRingTwoCallsTheServiceThatNobodyDeclared() {
        assertThat(documents.credentials())
                .allSatisfy(credential -> assertThat(credential.relyingParties())
                        .noneMatch(party -> party.name().equals("legacy-reports")));
        var ringTwo = labelled("family", "certificate").stream()
                .filter(one -> one.labels().get("ring").equals("2"))
                .toList();
        var callers = labelled("calls", "legacy-reports");
        assertThat(ringTwo).containsAll(callers);
        assertThat(callers).hasSize(6).hasSizeGreaterThanOrEqualTo(ringTwo.size() / 2);
        assertThat(callers)
                .allSatisfy(caller -> assertThat(documents.heldBy(caller))
                        .allSatisfy(
                                credential -> assertThat(credential.holders()).hasSize(1)));
    }

    @Test
    void oneCertificateIsSharedAcrossTwoRings() {
        var shared = documents.credentials().stream()
                .filter(credential -> credential.holders().size() > 1)
                .toList();
        assertThat(shared).hasSize(1);
        assertThat(shared.getFirst().holders())
                .containsExactly("gateway-1-0", "gateway-1-1", "gateway-2-0", "gateway-2-1");
    }

    @Test
    void portsAreFilledInAndAMissingOneIsNamed() throws IOException {
        assertThat(Files.readString(folder.resolve("credentials.yaml")))
                .doesNotContain("${")
                .contains("https://127.0.0.1:20000/prove");
        assertThatThrownBy(() -> Rendering.render("${port.mail}", Map.of())).hasMessageContaining("mail");
    }

    @Test
    void inVaultFourKindsGoThroughFourRingsAndTwoOfEachBrokenFamilyUseWhatNobodyDeclared() throws IOException {
        var vault = URI.create("http://127.0.0.1:8200");
        Rendering.intoForVault(
                folder,
                Map.of(
                        "ledger",
                        20_000,
                        "billing",
                        20_001,
                        "payments",
                        20_002,
                        "inventory",
                        20_003,
                        "postgres",
                        20_004),
                vault);
        documents = Documents.read(folder);
        var sizes = new TreeMap<>(Map.of("secret", 20, "approle", 20, "certificate", 12, "database", 12));
        sizes.putAll(Map.of("report", 12, "batch", 12, "archive", 12, "history", 12));
        sizes.forEach((family, size) -> assertThat(labelled("family", family))
                .hasSize(size)
                .extracting(one -> one.labels().get("ring"))
                .contains("0", "1", "2", "3"));
        assertThat(labelled("family", "control"))
                .hasSize(20)
                .allSatisfy(control -> assertThat(documents.heldBy(control)).hasSize(3));
        assertThat(labelled("calls", "legacy-billing"))
                .extracting(Identity::id)
                .containsExactly("report-2-0", "report-2-1");
        assertThat(labelled("calls", "legacy-reports"))
                .extracting(Identity::id)
                .containsExactly("archive-2-0", "archive-2-1");
        assertThat(labelled("calls", "history")).extracting(Identity::id).containsExactly("history-2-0", "history-2-1");
        assertThat(labelled("login", "approle-legacy"))
                .extracting(Identity::id)
                .containsExactly("batch-2-0", "batch-2-1");
        assertThat(documents.credentials())
                .allSatisfy(credential -> assertThat(credential.relyingParties())
                        .noneMatch(party -> party.name().startsWith("legacy-")
                                || party.address().getPath().equals("/history")))
                .filteredOn(credential -> credential.kind() == CredentialKind.APPROLE)
                .hasSize(52)
                .allSatisfy(credential -> assertThat(
                                credential.relyingParties().getFirst().address())
                        .isEqualTo(vault))
                .allSatisfy(credential ->
                        assertThat(credential.verifier().settings()).containsEntry("mount", "approle"));
    }
}
