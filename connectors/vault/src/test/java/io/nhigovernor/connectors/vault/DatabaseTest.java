package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.connectors.parts.keys.SharedSecret;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Why;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.Version;
import io.nhigovernor.testkit.servers.PostgresServer;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only pairs of database roles do, on a real Vault and a real PostgreSQL. */
class DatabaseTest {
    private Optional<DatabaseBench> laidOut = Optional.empty();
    private int intents;

    @AfterEach
    void clearAway() {
        laidOut.ifPresent(DatabaseBench::close);
    }

    @Test
    void theTwoRolesTakeTurns() throws Exception {
        enrolled();
        var first = onlyOne();
        assertThat(first.publicPart().orElseThrow()).isEqualTo("role=orders-a\nusername=" + pair().userA + "\n");
        var second = admitted("attempt-1");
        assertThat(second.publicPart().orElseThrow()).isEqualTo("role=orders-b\nusername=" + pair().userB + "\n");
        applied(verifier().destroy(bench().credential, first.fingerprint(), call("attempt-1")));
        var third = admitted("attempt-2");
        assertThat(third.publicPart()).isEqualTo(first.publicPart());
        assertThat(acceptance().generations())
                .hasSize(2)
                .allMatch(AcceptedGeneration::enabled)
                .noneMatch(found -> found.fingerprint().equals(first.fingerprint()));
    }

    @Test
    void whileBothRolesAreInUseNothingIsAdmitted() throws Exception {
        enrolled();
        admitted("attempt-1");
        var before = rotations();
        refused(admit(bench().make(), "attempt-2"), "both roles of the pair are in use");
        assertThat(rotations()).isEqualTo(before);
    }

    @Test
    void consumersAreToldTheRoleAndNeverThePassword() throws Exception {
        enrolled();
        var candidate = bench().make();
        applied(bench().delivery().stage(target(), candidate, call("attempt-1")));
        var minted = applied(admit(candidate, "attempt-1")).minted().orElseThrow();
        applied(bench().delivery().stage(target(), candidate.joinedWith(minted), call("attempt-1")));
        applied(bench().delivery().promote(target(), named(candidate), version(), call("attempt-1")));
        assertThat(pointer())
                .containsEntry("static_role", "orders-b")
                .containsEntry("username", pair().userB)
                .containsOnlyKeys("static_role", "username", "generation");
        proves(candidate.joinedWith(minted));
        var passwords = List.of(pair().mount.password("orders-a"), pair().mount.password("orders-b"));
        assertThat(Files.readString(bench().server.log())).doesNotContain(passwords);
        assertThat(everythingKept(bench().kv, ""))
                .hasSizeGreaterThan(3)
                .allSatisfy(text -> assertThat(text).doesNotContain(passwords));
        assertThat(Files.readString(pair().postgres.journal()))
                .contains(pair().userB)
                .doesNotContain(passwords);
    }

    @Test
    void aRoleThatSomebodyWroteIntoTheSecretIsNotTheGenerationThatWasDelivered() throws Exception {
        enrolled();
        var first = onlyOne().fingerprint();
        var fields = new HashMap<String, Object>(pointer());
        fields.put("static_role", "orders-b");
        bench().server.http().must(bench().pointer("billing"), Map.of("data", fields));
        assertThat(known(bench().delivery().read(target())).orElseThrow().generation())
                .isNotEqualTo(first);
    }

    @Test
    void anAnswerLostWhileTheRoleIsRotatedLeavesOneRotation() throws Exception {
        enrolled();
        try (var lossy = new LossyVault(bench().server);
                var through = DatabaseBench.open(changed("address", lossy.address()))) {
            var candidate = bench().make();
            lossy.loses = request -> request.contains("/rotate-role/");
            assertThat(admit(through.verifier(), candidate, "attempt-1")).isInstanceOf(Outcome.Unknown.class);
            var rotated = pair().mount.rotation("orders-b");
            assertThat(acceptance().byAttempt("attempt-1")).isEmpty();
            assertThat(acceptance().generations()).hasSize(1);
            lossy.loses = request -> false;
            applied(admit(through.verifier(), candidate, "attempt-1"));
            assertThat(pair().mount.rotation("orders-b")).isEqualTo(rotated);
            assertThat(registered()).contains(rotated).doesNotContain("doubtful");
            proves(joined(candidate, "attempt-1"));
        }
    }

    @Test
    void aCrashBeforeTheRotationIsNotTakenForOneAndTheRegisterSaysThatThereMayHaveBeenTwo() throws Exception {
        enrolled();
        try (var lossy = new LossyVault(bench().server);
                var through = DatabaseBench.open(changed("address", lossy.address()))) {
            var candidate = bench().make();
            var before = pair().mount.rotation("orders-b");
            lossy.loses = request -> request.startsWith("POST") && request.contains("/register/");
            assertThat(admit(through.verifier(), candidate, "attempt-1")).isInstanceOf(Outcome.Unknown.class);
            assertThat(pair().mount.rotation("orders-b")).isEqualTo(before);
            lossy.loses = request -> false;
            applied(admit(through.verifier(), candidate, "attempt-1"));
            assertThat(pair().mount.rotation("orders-b")).isNotEqualTo(before);
            assertThat(registered()).contains("doubtful");
        }
    }

    @Test
    void whatIsWithdrawnWhileItIsRotatedLeavesTheRoleFreeAndClosed() throws Exception {
        enrolled();
        try (var lossy = new LossyVault(bench().server);
                var through = DatabaseBench.open(changed("address", lossy.address()))) {
            var candidate = bench().make();
            lossy.loses = request -> request.contains("/rotate-role/");
            assertThat(admit(through.verifier(), candidate, "attempt-1")).isInstanceOf(Outcome.Unknown.class);
            applied(verifier().destroy(bench().credential, named(candidate), call("attempt-1")));
            assertThat(acceptance().generations()).hasSize(1);
            refused(admit(candidate, "attempt-1"), "destroyed");
            admitted("attempt-2");
        }
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsKnownAndAfterwardsItGoesOn() throws Exception {
        Servers.postgres();
        try (var postgres = PostgresServer.start();
                var lossy = new LossyVault(Servers.sharedVault())) {
            enrolled(postgres);
            var first = onlyOne().fingerprint();
            postgres.stop();
            busy(admit(bench().make(), "attempt-0"), "cannot be reached");
            postgres.startAgain();
            assertThat(onlyOne().fingerprint()).isEqualTo(first);
            var gone = new AtomicBoolean();
            // It goes away between the record that a role is to be rotated and the rotation.
            lossy.loses = request -> {
                if (request.startsWith("POST") && request.contains("/register/") && gone.compareAndSet(false, true)) {
                    postgres.stop();
                }
                return false;
            };
            var candidate = bench().make();
            try (var through = DatabaseBench.open(changed("address", lossy.address()))) {
                assertThat(admit(through.verifier(), candidate, "attempt-1")).isInstanceOf(Outcome.Unknown.class);
            }
            assertThat(verifier().read(bench().credential)).isInstanceOf(Reading.Unreadable.class);
            assertThat(admit(candidate, "attempt-1")).isInstanceOf(Outcome.Unknown.class);
            busy(verifier().disable(bench().credential, first, registerVersion(), call("attempt-1")), "cannot be");
            busy(verifier().destroy(bench().credential, named(candidate), call("attempt-1")), "cannot be reached");
            assertThat(proof(material("role=orders-a\n"))).isInstanceOf(Proof.Inconclusive.class);
            postgres.startAgain();
            applied(verifier().enable(bench().credential, first, registerVersion(), call("attempt-1")));
            applied(admit(candidate, "attempt-1"));
            assertThat(acceptance().generations()).hasSize(2).allMatch(AcceptedGeneration::enabled);
            proves(joined(candidate, "attempt-1"));
            bench().close();
            laidOut = Optional.empty();
        }
    }

    @Test
    void aSessionThatIsOpenSurvivesADisableAndHoldsUpADestroy() throws Exception {
        enrolled();
        var first = onlyOne().fingerprint();
        admitted("attempt-1");
        var password = pair().mount.password("orders-a");
        try (var session = pair().connect(pair().userA, password);
                var statement = session.createStatement()) {
            statement.execute("SET application_name = 'billing-pool'");
            applied(verifier().disable(bench().credential, first, registerVersion(), call("attempt-1")));
            assertThat(statement.execute("SELECT 1")).isTrue();
            assertThatThrownBy(() -> pair().connect(pair().userA, password))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo("28000"));
            busy(verifier().destroy(bench().credential, first, call("attempt-1")), "1 of billing-pool from");
            assertThat(statement.execute("SELECT 1")).isTrue();
            assertThat(pair().mount.password("orders-a")).isEqualTo(password);
        }
        var destroyed = verifier().destroy(bench().credential, first, call("attempt-1"));
        for (int tries = 0; tries < 50 && destroyed instanceof Outcome.NotApplied; tries++) {
            Thread.sleep(100);
            destroyed = verifier().destroy(bench().credential, first, call("attempt-1"));
        }
        applied(destroyed);
        pair().sql("ALTER ROLE " + pair().userA + " LOGIN");
        assertThatThrownBy(() -> pair().connect(pair().userA, password))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void aPassiveRoleThatIsNotWhatTheActiveOneIsIsRefusedWithTheDifference() throws Exception {
        enrolled();
        var before = rotations();
        pair().sql("CREATE ROLE auditors_of_" + pair().owner);
        pair().sql("GRANT auditors_of_" + pair().owner + " TO " + pair().userA);
        pair().sql("ALTER ROLE " + pair().userB + " SET statement_timeout = '1s'");
        pair().sql("ALTER ROLE " + pair().userB + " CREATEDB CONNECTION LIMIT 3 VALID UNTIL '2100-01-01 00:00:00Z'");
        pair().sql("CREATE TABLE only_b_" + pair().userB + " ()");
        pair().sql("GRANT SELECT ON only_b_" + pair().userB + " TO " + pair().userB);
        var answer = admit(bench().make(), "attempt-1");
        for (var words : List.of(
                "without membership auditors_of_" + pair().owner,
                "with setting statement_timeout=1s in every database",
                "rolcreatedb t instead of f",
                "rolconnlimit 3 instead of -1",
                "valid until 2100-01-01T00:00:00Z instead of for ever",
                "with object granted: pg_class")) {
            refused(answer, words);
        }
        assertThat(rotations()).isEqualTo(before);
        assertThat(acceptance().generations()).hasSize(1);
    }

    @Test
    void aRoleThatVaultRotatesInTheMiddleOfAPlanIsRefusedUnlessThatIsDeclaredLongEnough() throws Exception {
        laidOut = Optional.of(new DatabaseBench(
                Servers.sharedVault(),
                Servers.sharedPostgres(),
                settings -> settings.put("minRotationPeriod", "PT48H"),
                "billing"));
        pair().mount.staticRole("orders-b", pair().userB, "72h");
        bench().enrol();
        pair().mount.staticRole("orders-b", pair().userB, "24h");
        refused(admit(bench().make(), "attempt-1"), "every PT24H");
        pair().mount.staticRole("orders-b", pair().userB, "48h");
        applied(admit(bench().make(), "attempt-1"));
    }

    @Test
    void aRoleThatVaultDoesNotKnowIsRefused() throws Exception {
        enrolled();
        bench().server.http().delete(pair().mount.path() + "/static-roles/orders-b");
        refused(
                admit(bench().make(), "attempt-1"),
                "orders-b of " + pair().mount.path() + " does not exist");
    }

    @Test
    void aPassiveRoleThatSomebodyUsesIsShownAndNotTaken() throws Exception {
        enrolled();
        var before = rotations();
        pair().sql("ALTER ROLE " + pair().userB + " LOGIN");
        try (var session = pair().connect(pair().userB, pair().mount.password("orders-b"))) {
            assertThat(session.isValid(1)).isTrue();
            assertThat(acceptance().accepts(new Fingerprint("role:orders-b"))).isTrue();
            refused(admit(bench().make(), "attempt-1"), "somebody uses the passive role " + pair().userB);
        }
        assertThat(rotations()).isEqualTo(before);
    }

    @Test
    void aPasswordThatSomebodyElseChangedIsTheOneThatConsumersAreGiven() throws Exception {
        enrolled();
        var before = acceptance();
        pair().mount.rotate("orders-a");
        assertThat(acceptance()).isEqualTo(before);
        proves(material(onlyOne().publicPart().orElseThrow()));
    }

    @Test
    void whatTheDatabaseSaysIsWhatIsAccepted() throws Exception {
        enrolled();
        var first = onlyOne().fingerprint();
        pair().sql("ALTER ROLE " + pair().userA + " VALID UNTIL '2100-01-01 00:00:00Z'");
        assertThat(onlyOne().validity().notAfter().orElseThrow()).isEqualTo("2100-01-01T00:00:00Z");
        pair().sql("ALTER ROLE " + pair().userA + " NOLOGIN");
        assertThat(acceptance().accepts(first)).isFalse();
        applied(verifier().enable(bench().credential, first, registerVersion(), call("attempt-1")));
        assertThat(acceptance().accepts(first)).isTrue();
        bench().server.http().delete(pair().mount.path() + "/static-roles/orders-a");
        assertThat(acceptance().accepts(first)).isFalse();
    }

    @Test
    void onlyTheDatabasesOwnNoIsARefusal() throws Exception {
        enrolled(settings -> settings.put("probe", "SELECT * FROM is_not_there"));
        var first = material(onlyOne().publicPart().orElseThrow());
        assertThat(proof(first))
                .isInstanceOfSatisfying(
                        Proof.Inconclusive.class,
                        unclear -> assertThat(unclear.reason()).contains("42P01"));
        assertThat(verifier()
                        .prove(
                                bench().credential,
                                first,
                                new RelyingParty("nowhere", URI.create("postgresql://127.0.0.1:1/postgres")),
                                "probe-1"))
                .isInstanceOf(Proof.Inconclusive.class);
        applied(verifier().disable(bench().credential, onlyOne().fingerprint(), registerVersion(), call("attempt-1")));
        assertThat(proof(first))
                .isInstanceOfSatisfying(
                        Proof.Refused.class,
                        refused -> assertThat(refused.reason()).contains("28000"));
    }

    @Test
    void aProbeThatWritesIsNotLetThrough() throws Exception {
        enrolled(settings -> settings.put("probe", "CREATE TABLE should_not_be ()"));
        assertThat(proof(material(onlyOne().publicPart().orElseThrow())))
                .isInstanceOfSatisfying(
                        Proof.Inconclusive.class,
                        unclear -> assertThat(unclear.reason()).contains("25006"));
    }

    @Test
    void theRoleThatConsumersUseIsAdoptedAndNothingIsChangedForThem() throws Exception {
        laidOut = Optional.of(new DatabaseBench(
                Servers.sharedVault(), Servers.sharedPostgres(), settings -> {}, "billing", "reports"));
        for (var holder : List.of("billing", "reports")) {
            bench().server
                    .http()
                    .must(bench().pointer(holder), Map.of("data", Map.of("static_role", "orders-b", "pool", "7")));
        }
        var before = rotations();
        bench().enrol();
        assertThat(pointer()).isEqualTo(Map.of("static_role", "orders-b", "pool", "7"));
        assertThat(rotations()).isEqualTo(before);
        assertThat(onlyOne().publicPart().orElseThrow()).contains("role=orders-b");
        var candidate = bench().make();
        applied(bench().delivery().stage(target(), candidate, call("attempt-1")));
        var minted = applied(admit(candidate, "attempt-1")).minted().orElseThrow();
        assertThat(minted).contains("role=orders-a");
        applied(bench().delivery().stage(target(), candidate.joinedWith(minted), call("attempt-1")));
        applied(bench().delivery().promote(target(), named(candidate), version(), call("attempt-1")));
        assertThat(pointer()).containsEntry("static_role", "orders-a").containsEntry("pool", "7");
        var first = acceptance().generations().getFirst().fingerprint();
        applied(bench().delivery().promote(target(), first, version(), call("attempt-1")));
        assertThat(pointer()).containsEntry("static_role", "orders-b").doesNotContainKey("username");
        assertThat(known(bench().delivery().read(target())).orElseThrow().generation())
                .isEqualTo(first);
    }

    @Test
    void aPairWhoseOtherRoleIsUsedIsNotAdopted() throws Exception {
        laidOut = Optional.of(
                new DatabaseBench(Servers.sharedVault(), Servers.sharedPostgres(), settings -> {}, "billing"));
        try (var session = pair().connect(pair().userB, pair().mount.password("orders-b"))) {
            assertThat(session.isValid(1)).isTrue();
            assertThat(bench().connector.enrolment().orElseThrow().enrol(bench().credential()))
                    .isInstanceOfSatisfying(
                            Enrolment.Result.Failed.class,
                            failed -> assertThat(failed.reason()).contains("somebody uses the passive role"));
        }
    }

    @Test
    void whoIsLimitedToWhatThePageListsCanDoAllOfIt() throws Exception {
        enrolled();
        var section = new TreeMap<>(bench().section);
        section.put("tokenFile", token("governor", """
                path "%1$s/data/nhi-governor/*" { capabilities = ["create", "read", "update"] }
                path "%1$s/metadata/nhi-governor/*" { capabilities = ["read", "list"] }
                path "%2$s/static-roles/orders-a" { capabilities = ["read"] }
                path "%2$s/static-roles/orders-b" { capabilities = ["read"] }
                path "%2$s/rotate-role/orders-a" { capabilities = ["update"] }
                path "%2$s/rotate-role/orders-b" { capabilities = ["update"] }
                path "%2$s/static-creds/orders-a" { capabilities = ["read"] }
                path "%2$s/static-creds/orders-b" { capabilities = ["read"] }
                """.formatted(
                        bench().kv, pair().mount.path())));
        try (var limited = DatabaseBench.open(section)) {
            var first = onlyOne().fingerprint();
            var candidate = bench().make();
            var minted = applied(admit(limited.verifier(), candidate, "attempt-1"))
                    .minted()
                    .orElseThrow();
            assertThat(limited.verifier()
                            .prove(bench().credential, candidate.joinedWith(minted), pair().party(), "probe-1"))
                    .isInstanceOf(Proof.Accepted.class);
            applied(limited.verifier().disable(bench().credential, first, registerVersion(), call("attempt-1")));
            applied(limited.verifier().destroy(bench().credential, first, call("attempt-1")));
            assertThat(known(limited.verifier().read(bench().credential)).generations())
                    .hasSize(1);
        }
    }

    @Test
    void withoutALoginAtTheDatabaseEverythingSaysSo() throws Exception {
        enrolled();
        var section = new TreeMap<>(bench().section);
        section.keySet().removeIf(key -> key.startsWith("database"));
        try (var without = DatabaseBench.open(section)) {
            assertThat(without.verifier().read(bench().credential))
                    .isInstanceOfSatisfying(
                            Reading.Unreadable.class,
                            unreadable -> assertThat(unreadable.reason()).contains("databaseUrl is missing"));
            refused(admit(without.verifier(), bench().make(), "attempt-1"), "databaseUrl is missing");
        }
    }

    private DatabaseBench bench() {
        return laidOut.orElseThrow();
    }

    private PostgresPair pair() {
        return bench().pair;
    }

    private Verifier verifier() {
        return bench().verifier();
    }

    private Target target() {
        return new Target(bench().credential, "billing");
    }

    private void enrolled() throws Exception {
        enrolled(Servers.sharedPostgres());
    }

    private void enrolled(PostgresServer postgres) throws Exception {
        laidOut = Optional.of(new DatabaseBench(Servers.sharedVault(), postgres, "billing"));
    }

    private void enrolled(Consumer<Map<String, String>> changed) throws Exception {
        laidOut = Optional.of(new DatabaseBench(Servers.sharedVault(), Servers.sharedPostgres(), changed, "billing"));
        bench().enrol();
    }

    private Call call(String attempt) {
        return new Call("intent-" + ++intents, attempt, Duration.ofSeconds(30));
    }

    private Outcome admit(Material candidate, String attempt) {
        return admit(verifier(), candidate, attempt);
    }

    private Outcome admit(Verifier by, Material candidate, String attempt) {
        return by.admit(bench().credential, candidate, call(attempt));
    }

    private AcceptedGeneration admitted(String attempt) {
        applied(admit(bench().make(), attempt));
        return acceptance().byAttempt(attempt).orElseThrow();
    }

    /** The candidate as its consumers have it. */
    private Material joined(Material candidate, String attempt) {
        return candidate.joinedWith(acceptance()
                .byAttempt(attempt)
                .flatMap(AcceptedGeneration::publicPart)
                .orElseThrow());
    }

    /** What the first generation's consumers have, as it is kept. */
    private Material material(String publicPart) {
        var kept = known(bench().delivery().fetch(target(), firstInRegister())).orElseThrow();
        return kept.joinedWith(publicPart);
    }

    private Fingerprint firstInRegister() {
        return new Fingerprint(bench().server
                .http()
                .get(bench().register())
                .data()
                .path("data")
                .path("generations")
                .path(0)
                .path("fingerprint")
                .asText());
    }

    private Proof proof(Material material) {
        return verifier().prove(bench().credential, material, pair().party(), "probe-1");
    }

    private void proves(Material material) {
        assertThat(proof(material)).isInstanceOf(Proof.Accepted.class);
    }

    private Fingerprint named(Material material) throws Exception {
        return SharedSecret.fingerprint(material, bench().connector.vault().key());
    }

    private Acceptance acceptance() {
        return known(verifier().read(bench().credential));
    }

    private AcceptedGeneration onlyOne() {
        assertThat(acceptance().generations()).hasSize(1);
        return acceptance().generations().getFirst();
    }

    private Version version() {
        return known(bench().delivery().read(target())).orElseThrow().version();
    }

    /** Also while the verifier cannot be read. */
    private Version registerVersion() {
        return new Version(bench().server
                .http()
                .get(bench().register())
                .data()
                .path("metadata")
                .path("version")
                .asLong());
    }

    private String registered() {
        return bench().server
                .http()
                .get(bench().register())
                .data()
                .path("data")
                .path("generations")
                .toString();
    }

    private List<String> rotations() {
        return List.of(pair().mount.rotation("orders-a"), pair().mount.rotation("orders-b"));
    }

    private Map<String, String> pointer() {
        var fields = new TreeMap<String, String>();
        bench().server
                .http()
                .get(bench().pointer("billing"))
                .data()
                .path("data")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return fields;
    }

    /** Every secret of a mount, as JSON. */
    private List<String> everythingKept(String mount, String folder) {
        return bench().server
                .http()
                .list(mount + "/metadata/" + folder)
                .data()
                .path("keys")
                .valueStream()
                .map(node -> folder + node.asText())
                .flatMap(name -> name.endsWith("/")
                        ? everythingKept(mount, name).stream()
                        : List.of(bench().server
                                        .http()
                                        .get(mount + "/data/" + name)
                                        .body()
                                        .toString())
                                .stream())
                .toList();
    }

    private Map<String, String> changed(String key, String value) {
        var section = new TreeMap<>(bench().section);
        section.put(key, value);
        return section;
    }

    private String token(String name, String policy) throws IOException {
        var http = bench().server.http();
        var policyName = name + "-" + bench().kv;
        http.must("sys/policies/acl/" + policyName, Map.of("policy", policy));
        var token = http.must("auth/token/create", Map.of("policies", List.of(policyName), "ttl", "10m"))
                .body()
                .path("auth")
                .path("client_token")
                .asText();
        return Files.writeString(bench().folder.resolve(name), token).toString();
    }

    private static Outcome.Applied applied(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        return (Outcome.Applied) outcome;
    }

    private static void refused(Outcome outcome, String words) {
        not(outcome, Why.REFUSED, words);
    }

    private static void busy(Outcome outcome, String words) {
        not(outcome, Why.BUSY, words);
    }

    private static void not(Outcome outcome, Why why, String words) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.NotApplied.class, not -> {
            assertThat(not.why()).isEqualTo(why);
            assertThat(not.reason()).contains(words);
        });
    }

    private static <T> T known(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known<T>) reading).value();
    }
}
