package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.Drift;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.testkit.faults.Fate;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else registers and destroys secret ids of a role that the governor handles. */
class ForeignSecretIdsTest {
    @TempDir
    private Path folder;

    private FaultBench bench;
    private FaultBench.Enrolled it;
    private String role;

    @BeforeEach
    void enrol() throws IOException {
        bench = new FaultBench(Servers.sharedVault(), CredentialKind.APPROLE, folder);
        it = bench.enrolled();
        role = "auth/" + bench.login + "/role/" + it.name;
    }

    @AfterEach
    void clearAway() {
        it.close();
        bench.close();
    }

    @Test
    void aValueThatSomebodyElseRegisteredIsDriftAndStaysTheirs() {
        try (var candidate = it.make()) {
            bench.http().must(role + "/custom-secret-id", Map.of("secret_id", text(candidate)));
            assertThat(it.admit(candidate)).isInstanceOf(Drift.class);
            assertThat(secretIds()).isEqualTo(2);
        }
    }

    @Test
    void aSecretIdThatGoesWhileItIsBeingTakenAwayIsGoneAsWanted() {
        var done = new AtomicBoolean();
        bench.proxy.script(passage -> {
            if (passage.target().endsWith("/secret-id-accessor/destroy") && done.compareAndSet(false, true)) {
                destroyAll();
            }
            return new Fate.Passes();
        });
        assertThat(it.connector.verifier().disable(it.credential, it.first, it.accepted(), it.call("disable")))
                .isInstanceOf(Applied.class);
        assertThat(done).isTrue();
        assertThat(FaultBench.known(it.connector.verifier().read(it.credential)).accepts(it.first))
                .isFalse();
    }

    @Test
    void aSecretIdThatGoesBetweenListAndLookupIsNoTrouble() {
        var done = new AtomicBoolean();
        bench.proxy.script(passage -> {
            if (passage.target().endsWith("/secret-id-accessor/lookup") && done.compareAndSet(false, true)) {
                destroyAll();
            }
            return new Fate.Passes();
        });
        assertThat(FaultBench.known(it.connector.verifier().read(it.credential)).accepts(it.first))
                .isFalse();
    }

    @Test
    void whatSomebodyDestroyedIsNotAcceptedAndComesBackByEnabling() {
        destroyAll();
        assertThat(FaultBench.known(it.connector.verifier().read(it.credential)).accepts(it.first))
                .isFalse();
        try (var candidate = it.make()) {
            assertThat(it.stage(candidate)).isInstanceOf(Applied.class);
        }
        assertThat(it.connector.verifier().enable(it.credential, it.first, it.accepted(), it.call("enable")))
                .isInstanceOf(Applied.class);
        assertThat(FaultBench.known(it.connector.verifier().read(it.credential)).accepts(it.first))
                .isTrue();
        assertThat(secretIds()).isEqualTo(1);
    }

    @Test
    void aRoleThatIsGoneIsUnreadableAndNothingIsAdmittedToIt() {
        bench.http().delete(role);
        assertThat(it.connector.verifier().read(it.credential)).isInstanceOf(Reading.Unreadable.class);
        try (var candidate = it.make()) {
            assertThat(it.admit(candidate)).isInstanceOf(NotApplied.class);
        }
    }

    @Test
    void aMethodThatIsGoneIsUnreadable() {
        bench.http().delete("sys/auth/" + bench.login);
        assertThat(it.connector.verifier().read(it.credential)).isInstanceOf(Reading.Unreadable.class);
        try (var candidate = it.make()) {
            assertThat(it.admit(candidate)).isInstanceOf(NotApplied.class);
            assertThat(it.connector.verifier().destroy(it.credential, it.first, it.call("destroy")))
                    .isInstanceOf(NotApplied.class);
        }
    }

    private static String text(Material material) {
        return material.secret().use(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    private int secretIds() {
        return bench.http().list(role + "/secret-id").data().path("keys").size();
    }

    private void destroyAll() {
        for (var accessor : bench.http().list(role + "/secret-id").data().path("keys")) {
            bench.http().must(role + "/secret-id-accessor/destroy", Map.of("secret_id_accessor", accessor.asText()));
        }
    }
}
