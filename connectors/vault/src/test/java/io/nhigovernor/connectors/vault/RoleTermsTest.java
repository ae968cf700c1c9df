package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a role puts on its secret ids may end one in the middle of a rotation. */
class RoleTermsTest {
    private static final String ELSEWHERE = "10.0.0.0/8";

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
    void everythingThatIsWrongWithARoleIsToldAtOnceWithTheWayOut() {
        lockout(true);
        role(Map.of("secret_id_num_uses", 7, "secret_id_bound_cidrs", ELSEWHERE));
        assertUnreadable()
                .contains("-user-lockout-disable=true")
                .contains("after 7 logins")
                .contains("secret_id_num_uses=0")
                .contains(ELSEWHERE)
                .contains("takes no login from the governor's address");
        lockout(false);
        role(Map.of("secret_id_num_uses", 0, "secret_id_bound_cidrs", "127.0.0.0/8"));
        assertThat(FaultBench.known(it.connector.verifier().read(it.credential)).accepts(it.first))
                .isTrue();
    }

    @Test
    void aRoleThatAsksForNoSecretIdProvesNothing() {
        bench.http().must(role, Map.of("bind_secret_id", false, "secret_id_bound_cidrs", "127.0.0.0/8"));
        assertUnreadable().contains("bind_secret_id=true");
    }

    @Test
    void whatConsumersHaveIsLookedAtToo() throws IOException {
        var credential = bench.next();
        var name = credential.verifier().settings().get("role");
        bench.http()
                .must(
                        "auth/" + bench.login + "/role/" + name + "/custom-secret-id",
                        Map.of(
                                "secret_id",
                                "counted-and-bound-0123456789",
                                "num_uses",
                                5,
                                "cidr_list",
                                "127.0.0.1/32"));
        bench.http()
                .must(
                        bench.kv + "/data/apps/" + name,
                        Map.of("data", Map.of("secret_id", "counted-and-bound-0123456789")));
        VaultBench.enrolled(it.connector, credential);
        assertThat(it.connector.verifier().read(credential))
                .isInstanceOfSatisfying(
                        Reading.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .contains("ends after 5 more logins")
                                .contains("bound to 127.0.0.1/32"));
    }

    @Test
    void onceARotationIsUnderWayNothingKeepsItFromBeingRead() {
        try (var candidate = it.make()) {
            assertThat(it.admit(candidate)).isInstanceOf(Applied.class);
        }
        role(Map.of("secret_id_num_uses", 7));
        assertThat(it.connector.verifier().read(it.credential)).isInstanceOf(Reading.Known.class);
    }

    @Test
    void howLongASecretIdLastsIsItsValidityAndBeginsAnewWhenItIsGivenBack() {
        role(Map.of("secret_id_ttl", "1h"));
        try (var candidate = it.make()) {
            assertThat(it.stage(candidate)).isInstanceOf(Applied.class);
            assertThat(it.admit(candidate)).isInstanceOf(Applied.class);
            var end = end(it.fingerprint(candidate));
            assertThat(end).isBetween(in(Duration.ofMinutes(59)), in(Duration.ofMinutes(61)));
            role(Map.of("secret_id_ttl", "2h"));
            assertThat(it.connector
                            .verifier()
                            .disable(it.credential, it.fingerprint(candidate), it.accepted(), it.call("disable")))
                    .isInstanceOf(Applied.class);
            assertThat(it.connector
                            .verifier()
                            .enable(it.credential, it.fingerprint(candidate), it.accepted(), it.call("enable")))
                    .isInstanceOf(Applied.class);
            assertThat(end(it.fingerprint(candidate))).isAfter(end.plus(Duration.ofMinutes(30)));
        }
    }

    @Test
    void tokensThatAreBoundElsewhereDoNotKeepTheProofOut() {
        role(Map.of("token_bound_cidrs", ELSEWHERE));
        try (var candidate = it.make()) {
            assertThat(it.admit(candidate)).isInstanceOf(Applied.class);
            assertThat(it.connector
                            .verifier()
                            .prove(
                                    it.credential,
                                    candidate,
                                    it.credential.relyingParties().getFirst(),
                                    "probe"))
                    .isInstanceOf(Proof.Accepted.class);
        }
    }

    @Test
    void aProofThatIsKeptOutByItsAddressDecidesNothingAndSaysSo() {
        try (var candidate = it.make()) {
            assertThat(it.admit(candidate)).isInstanceOf(Applied.class);
            role(Map.of("secret_id_bound_cidrs", ELSEWHERE));
            assertThat(it.connector
                            .verifier()
                            .prove(
                                    it.credential,
                                    candidate,
                                    it.credential.relyingParties().getFirst(),
                                    "probe"))
                    .isInstanceOfSatisfying(
                            Proof.Inconclusive.class,
                            proof -> assertThat(proof.reason()).contains("no login from the governor's address"));
        }
    }

    /** How Vault goes about it; nothing of ours. */
    @Test
    void aSecretIdInheritsWhatItsRoleSaysAndMayAskForLessOnly() {
        role(Map.of("secret_id_num_uses", 2, "secret_id_ttl", "1h"));
        assertThat(registered("inherits-0123456789", Map.of()).good()).isTrue();
        var found = bench.http().must(role + "/secret-id/lookup", Map.of("secret_id", "inherits-0123456789"));
        assertThat(found.data().path("secret_id_num_uses").asInt()).isEqualTo(2);
        assertThat(found.data().path("secret_id_ttl").asInt()).isEqualTo(3_600);
        assertThat(registered("less-0123456789", Map.of("num_uses", 1, "ttl", "10m"))
                        .good())
                .isTrue();
        assertThat(registered("more-uses-0123456789", Map.of("num_uses", 3)).good())
                .isFalse();
        assertThat(registered("uncounted-0123456789", Map.of("num_uses", 0)).good())
                .isFalse();
        assertThat(registered("longer-0123456789", Map.of("ttl", "2h")).good()).isFalse();
        assertThat(registered("for-ever-0123456789", Map.of("ttl", 0)).good()).isFalse();
        assertThat(loggedIn("less-0123456789")).isTrue();
        assertThat(loggedIn("less-0123456789")).isFalse();
    }

    private VaultAnswer registered(String value, Map<String, ?> wishes) {
        var body = new HashMap<String, Object>(wishes);
        body.put("secret_id", value);
        return bench.http().post(role + "/custom-secret-id", body);
    }

    private boolean loggedIn(String value) {
        var roleId = bench.http().get(role + "/role-id").data().path("role_id").asText();
        return bench.server
                .anonymous()
                .post("auth/" + bench.login + "/login", Map.of("role_id", roleId, "secret_id", value))
                .good();
    }

    private void role(Map<String, ?> terms) {
        bench.http().must(role, terms);
    }

    private void lockout(boolean locksOut) {
        bench.http()
                .must(
                        "sys/auth/" + bench.login + "/tune",
                        Map.of("user_lockout_config", Map.of("lockout_disable", !locksOut)));
    }

    private AbstractStringAssert<?> assertUnreadable() {
        var reading = it.connector.verifier().read(it.credential);
        assertThat(reading).isInstanceOf(Reading.Unreadable.class);
        return assertThat(((Reading.Unreadable<?>) reading).reason());
    }

    private Instant end(Fingerprint generation) {
        return FaultBench.known(it.connector.verifier().read(it.credential))
                .of(generation)
                .map(AcceptedGeneration::validity)
                .orElseThrow()
                .notAfter()
                .orElseThrow();
    }

    private static Instant in(Duration later) {
        return Instant.now().plus(later);
    }
}
