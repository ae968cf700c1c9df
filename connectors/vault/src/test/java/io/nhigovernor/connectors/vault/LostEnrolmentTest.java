package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Target;
import io.nhigovernor.testkit.faults.Fate;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An enrolment that loses any of its requests is completed by enrolling again. */
class LostEnrolmentTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"SECRET", "APPROLE"})
    void whatConsumersReadIsAcceptedAndWhateverElseIsAcceptedIsListed(CredentialKind kind) throws IOException {
        try (var bench = new FaultBench(Servers.sharedVault(), kind, folder)) {
            bench.proxy.calm();
            assertThat(enrolled(bench, bench.next())).isTrue();
            int requests = bench.proxy.seen().size();
            assertThat(requests).isPositive();
            for (int number = 1; number <= requests; number++) {
                for (var fate : List.of(new Fate.LostOnTheWay(), new Fate.AnswerLost())) {
                    var credential = bench.next();
                    bench.proxy.at(number, fate);
                    boolean once = enrolled(bench, credential);
                    bench.proxy.calm();
                    boolean again = enrolled(bench, credential);
                    assertThat(once && again).isFalse();
                    check(bench, credential);
                }
            }
        }
    }

    private static boolean enrolled(FaultBench bench, Credential credential) {
        try (var connector = bench.connector()) {
            return connector.enrolment().orElseThrow().enrol(credential) instanceof Enrolment.Result.Enrolled;
        }
    }

    private static void check(FaultBench bench, Credential credential) {
        try (var connector = bench.connector()) {
            var target = new Target(credential, "billing");
            var read = FaultBench.known(connector.delivery().read(target)).orElseThrow();
            var acceptance = FaultBench.known(connector.verifier().read(credential));
            assertThat(acceptance.accepts(read.generation())).isTrue();
            if (credential.kind() == CredentialKind.APPROLE) {
                try (var value = FaultBench.known(connector.delivery().fetch(target, read.generation()))
                        .orElseThrow()) {
                    assertThat(connector
                                    .verifier()
                                    .prove(
                                            credential,
                                            value,
                                            credential.relyingParties().getFirst(),
                                            "probe"))
                            .isInstanceOf(Proof.Accepted.class);
                }
                var role = "auth/" + bench.login + "/role/"
                        + credential.verifier().settings().get("role");
                assertThat(acceptance.generations())
                        .hasSize(bench.http()
                                .list(role + "/secret-id")
                                .data()
                                .path("keys")
                                .size());
            }
        }
    }
}
