package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.testkit.servers.Servers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Vault's lockout of a role would take the prior away together with a broken candidate. */
class LockoutTest {
    @Test
    void whereVaultLocksRolesOutNothingIsPlannedAndTheWayOutIsTold() throws Exception {
        try (var bench = new VaultBench(Servers.sharedVault(), CredentialKind.APPROLE, "billing")) {
            var mount = bench.credential().verifier().settings().get("mount");
            bench.http()
                    .must(
                            "sys/auth/" + mount + "/tune",
                            Map.of("user_lockout_config", Map.of("lockout_disable", false)));
            assertThat(bench.verifier().read(bench.credential()))
                    .isInstanceOfSatisfying(
                            Reading.Unreadable.class,
                            unreadable -> assertThat(unreadable.reason())
                                    .contains("locks out every secret id of a role")
                                    .contains("vault auth tune -user-lockout-disable=true " + mount));
            bench.http()
                    .must(
                            "sys/auth/" + mount + "/tune",
                            Map.of("user_lockout_config", Map.of("lockout_disable", true)));
            assertThat(bench.verifier().read(bench.credential())).isInstanceOf(Reading.Known.class);
        }
    }
}
