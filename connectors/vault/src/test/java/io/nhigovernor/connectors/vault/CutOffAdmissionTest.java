package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.testkit.faults.Fate;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A governor died after a role had learned a new secret id, and before its own register had. */
class CutOffAdmissionTest {
    @TempDir
    private Path folder;

    @Test
    void aGenerationThatOnlyTheRoleKnowsIsAPriorAsAnyOther() throws IOException {
        try (var bench = new FaultBench(Servers.sharedVault(), CredentialKind.APPROLE, folder);
                var it = bench.enrolled();
                var candidate = it.make()) {
            admissionCutOff(bench, it, candidate);
            try (var next = bench.connector()) {
                var verifier = next.verifier();
                var generation = it.fingerprint(candidate);
                var seen = FaultBench.known(verifier.read(it.credential));
                assertThat(seen.accepts(generation)).isTrue();
                // So whoever reads back sends it again, and the register learns of it.
                assertThat(seen.byAttempt("attempt-1")).isEmpty();
                assertThat(verifier.disable(it.credential, generation, seen.version(), it.call("disable")))
                        .isInstanceOf(Applied.class);
                assertThat(FaultBench.known(verifier.read(it.credential)).accepts(generation))
                        .isFalse();
                assertThat(verifier.enable(it.credential, generation, it.accepted(), it.call("enable")))
                        .isInstanceOf(Applied.class);
                assertThat(FaultBench.known(verifier.read(it.credential)).accepts(generation))
                        .isTrue();
                assertThat(verifier.destroy(it.credential, generation, it.call("destroy")))
                        .isInstanceOf(Applied.class);
                assertThat(FaultBench.known(verifier.read(it.credential)).of(generation))
                        .isEmpty();
            }
        }
    }

    @Test
    void sentAgainItIsDoneAndTheRoleKnowsOneSecretIdOfIt() throws IOException {
        try (var bench = new FaultBench(Servers.sharedVault(), CredentialKind.APPROLE, folder);
                var it = bench.enrolled();
                var candidate = it.make()) {
            admissionCutOff(bench, it, candidate);
            assertThat(it.admit(candidate)).isInstanceOf(Applied.class);
            var seen = FaultBench.known(it.connector.verifier().read(it.credential));
            assertThat(seen.byAttempt("attempt-1").orElseThrow().fingerprint()).isEqualTo(it.fingerprint(candidate));
            assertThat(seen.generations()).hasSize(2);
        }
    }

    /** The role learns the secret id, and nobody hears of it. */
    private static void admissionCutOff(FaultBench bench, FaultBench.Enrolled it, Material candidate) {
        assertThat(it.stage(candidate)).isInstanceOf(Applied.class);
        bench.proxy.script(
                passage -> passage.target().endsWith("/custom-secret-id") ? new Fate.AnswerLost() : new Fate.Passes());
        it.admit(candidate);
        bench.proxy.calm();
    }
}
