package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Version;
import io.nhigovernor.testkit.faults.Fate;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The governor's own login at Vault: renewed, replaced, revoked, lost for good; its words never tell what it logs in with. */
class OwnLoginTest {
    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private FaultBench bench;
    private FaultBench.Enrolled it;
    private String mount;

    @BeforeEach
    void enrol() throws IOException {
        bench = new FaultBench(Servers.sharedVault(), CredentialKind.SECRET, folder);
        it = bench.enrolled();
        mount = bench.server.enableAuth("approle");
        bench.http()
                .must(
                        "sys/policies/acl/own-" + mount,
                        Map.of(
                                "policy",
                                "path \"" + bench.kv + "/*\" { capabilities = "
                                        + "[\"create\",\"read\",\"update\",\"list\"] }"));
    }

    @AfterEach
    void clearAway() throws IOException {
        for (var file : List.of("secret-id", "own-token")) {
            if (Files.exists(folder.resolve(file))) {
                assertThat(told).noneMatch(line -> line.contains(content(file)));
            }
        }
        it.close();
        bench.close();
    }

    @Test
    void aTokenOfTwoSecondsIsRenewedAndAtItsLongestLifeReplaced() throws Exception {
        try (var governor = byAppRole(Map.of("token_ttl", "2s", "token_max_ttl", "5s"))) {
            long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (System.nanoTime() < until) {
                assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Known.class);
                Thread.sleep(100);
            }
        }
        var asked = bench.proxy.seen().stream().map(passage -> passage.target()).toList();
        assertThat(asked).filteredOn(target -> target.endsWith("/renew-self")).hasSizeBetween(3, 12);
        assertThat(asked).filteredOn(target -> target.endsWith("/login")).hasSizeBetween(2, 5);
    }

    @Test
    void aRevokedTokenIsExchangedOnceAndTheCallSucceeds() throws Exception {
        try (var governor = byAppRole(Map.of("token_ttl", "1h"));
                var candidate = it.make()) {
            assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Known.class);
            revokeAll();
            bench.proxy.calm();
            assertThat(told(governor.delivery().stage(it.target, candidate, it.call("stage"))))
                    .isInstanceOf(Applied.class);
        }
        assertThat(bench.proxy.seen())
                .filteredOn(passage -> passage.target().endsWith("/login"))
                .hasSize(1);
    }

    @Test
    void callersThatMeetARevokedTokenTogetherShareOneLogin() throws Exception {
        try (var governor = byAppRole(Map.of("token_ttl", "1h"));
                var callers = Executors.newFixedThreadPool(8)) {
            assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Known.class);
            revokeAll();
            bench.proxy.calm();
            var running = new ArrayList<Future<Reading<?>>>();
            for (int caller = 0; caller < 8; caller++) {
                running.add(callers.submit(() -> governor.delivery().read(it.target)));
            }
            for (var reading : running) {
                assertThat(told(reading.get())).isInstanceOf(Reading.Known.class);
            }
        }
        assertThat(bench.proxy.seen())
                .filteredOn(passage -> passage.target().endsWith("/login"))
                .hasSize(1);
    }

    @Test
    void aRefusalByPolicyIsARefusalAndNoReasonToLogInAgain() throws Exception {
        try (var governor = byAppRole(Map.of("token_ttl", "1h"))) {
            assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Known.class);
            bench.http().must("sys/policies/acl/own-" + mount, Map.of("policy", "# nothing"));
            bench.proxy.calm();
            assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Unreadable.class);
            assertThat(told(governor.delivery().promote(it.target, it.first, it.pointer(), it.call("promote"))))
                    .isInstanceOfSatisfying(
                            NotApplied.class, not -> assertThat(not.why()).isEqualTo(Outcome.Why.REFUSED));
        }
        assertThat(bench.proxy.seen())
                .filteredOn(passage -> passage.target().endsWith("/login"))
                .isEmpty();
    }

    @Test
    void aTokenFileThatAnAgentReplacedIsReadAgain() throws Exception {
        Files.writeString(folder.resolve("own-token"), token());
        try (var governor = open(Map.of("tokenFile", folder.resolve("own-token").toString()))) {
            assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Known.class);
            bench.http().must("auth/token/revoke", Map.of("token", content("own-token")));
            Files.writeString(folder.resolve("own-token"), token() + "\n");
            assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Known.class);
        }
    }

    @Test
    void aLoginThatIsGoneForGoodIsAHoldWithWordsAndMovesNothing() throws Exception {
        Files.writeString(folder.resolve("own-token"), token());
        try (var byFile = open(Map.of("tokenFile", folder.resolve("own-token").toString()));
                var byRole = byAppRole(Map.of("token_ttl", "1h"));
                var candidate = it.make()) {
            for (var governor : List.of(byFile, byRole)) {
                assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Known.class);
            }
            bench.http().must("auth/token/revoke", Map.of("token", content("own-token")));
            bench.http().delete("auth/" + mount + "/role/governor");
            revokeAll();
            for (var governor : List.of(byFile, byRole)) {
                assertThat(told(governor.delivery().read(it.target)))
                        .isInstanceOfSatisfying(
                                Reading.Unreadable.class,
                                not -> assertThat(not.reason()).contains("the governor's own login for Vault: "));
                for (var outcome : List.of(
                        governor.delivery().stage(it.target, candidate, it.call("stage")),
                        governor.delivery().promote(it.target, it.first, it.pointer(), it.call("promote")),
                        governor.verifier().admit(it.credential, candidate, it.call("admit")))) {
                    assertThat(told(outcome)).isInstanceOfSatisfying(NotApplied.class, not -> {
                        assertThat(not.why()).isEqualTo(Outcome.Why.BUSY);
                        assertThat(not.reason()).contains("the governor's own login for Vault: ");
                    });
                }
            }
        }
    }

    @Test
    void aFileThatIsGoneOrHoldsNoTokenIsAHoldThatDoesNotTellItsContent() throws Exception {
        Files.writeString(folder.resolve("own-token"), "not\u0007a-token");
        var file = Map.of("tokenFile", folder.resolve("own-token").toString());
        try (var governor = open(file)) {
            assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Unreadable.class);
            Files.writeString(folder.resolve("own-token"), "hvs.not-of-this-vault");
            assertThat(told(governor.delivery().read(it.target))).isInstanceOf(Reading.Unreadable.class);
            Files.delete(folder.resolve("own-token"));
            assertThat(told(governor.delivery().promote(it.target, it.first, it.pointer(), it.call("promote"))))
                    .isInstanceOfSatisfying(
                            NotApplied.class, not -> assertThat(not.why()).isEqualTo(Outcome.Why.BUSY));
        }
    }

    @Test
    void aLoginWhoseAnswerIsLostIsAHold() throws Exception {
        try (var governor = byAppRole(Map.of("token_ttl", "1h"))) {
            var expected = it.pointer();
            bench.proxy.at(1, new Fate.AnswerLost());
            assertThat(told(governor.delivery().promote(it.target, it.first, expected, it.call("promote"))))
                    .isInstanceOfSatisfying(
                            NotApplied.class, not -> assertThat(not.why()).isEqualTo(Outcome.Why.BUSY));
            assertThat(it.pointer()).isEqualTo(expected);
        }
    }

    @Test
    void whileALoginHangsNobodyWaitsBeyondTheOwnDeadline() throws Exception {
        try (var governor = byAppRole(Map.of("token_ttl", "1h"));
                var callers = Executors.newFixedThreadPool(6)) {
            bench.proxy.script(passage -> new Fate.AnswerHeldBack());
            var call = new Call("promote", "attempt-1", Duration.ofSeconds(1));
            var expected = new Version(1);
            long begun = System.nanoTime();
            var running = new ArrayList<Future<Outcome>>();
            for (int caller = 0; caller < 6; caller++) {
                running.add(callers.submit(() -> governor.delivery().promote(it.target, it.first, expected, call)));
            }
            for (var outcome : running) {
                assertThat(told(outcome.get())).isInstanceOf(NotApplied.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
    }

    private VaultConnector byAppRole(Map<String, ?> role) throws IOException {
        var fields = new TreeMap<String, Object>(role);
        fields.put("token_policies", "default,own-" + mount);
        bench.http().must("auth/" + mount + "/role/governor", fields);
        Files.writeString(
                folder.resolve("role-id"),
                bench.http()
                        .get("auth/" + mount + "/role/governor/role-id")
                        .data()
                        .path("role_id")
                        .asText());
        Files.writeString(
                folder.resolve("secret-id"),
                bench.http()
                        .must("auth/" + mount + "/role/governor/secret-id", Map.of())
                        .data()
                        .path("secret_id")
                        .asText());
        return open(Map.of(
                "roleIdFile", folder.resolve("role-id").toString(),
                "secretIdFile", folder.resolve("secret-id").toString(),
                "loginMount", mount));
    }

    private VaultConnector open(Map<String, String> login) throws IOException {
        var section = new TreeMap<>(VaultBench.section(bench.server, folder, bench.kv));
        section.put("address", bench.proxy.address().toString());
        section.remove("tokenFile");
        section.putAll(login);
        return new VaultConnector(Vault.open(VaultConfiguration.of(section), InstantSource.system()));
    }

    private String token() {
        return bench.http()
                .must("auth/token/create", Map.of("policies", List.of("default", "own-" + mount), "ttl", "1h"))
                .body()
                .path("auth")
                .path("client_token")
                .asText();
    }

    private void revokeAll() {
        bench.http().must("sys/leases/revoke-prefix/auth/" + mount + "/login", Map.of());
    }

    private String content(String file) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T told(T answer) {
        told.add(answer.toString());
        return answer;
    }
}
