package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.connectors.vault.kv.PathNames;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.Drift;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Version;
import io.nhigovernor.testkit.faults.Fate;
import io.nhigovernor.testkit.faults.Passage;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody else works at the same paths: between two requests of one call, or between two calls. */
class ForeignHandsTest {
    @TempDir
    private Path folder;

    private FaultBench bench;
    private FaultBench.Enrolled it;

    @BeforeEach
    void enrol() throws IOException {
        bench = new FaultBench(Servers.sharedVault(), CredentialKind.SECRET, folder);
        it = bench.enrolled();
    }

    @AfterEach
    void clearAway() {
        it.close();
        bench.close();
    }

    @Test
    void aWriteBetweenReadingAndPromotingIsDriftWithWhatWasFound() {
        var candidate = staged();
        var expected = it.pointer();
        beforeTheFirst("PATCH", it.path(), () -> write(it.path(), Map.of("value", "a stranger's")));
        var drift = drift(it.connector.delivery().promote(it.target, candidate, expected, it.call("promote")));
        assertThat(drift.found().version()).isEqualTo(new Version(2));
        assertThat(drift.found().generation())
                .isPresent()
                .isNotEqualTo(Optional.of(candidate))
                .isNotEqualTo(Optional.of(it.first));
        assertThat(value(it.path())).isEqualTo("a stranger's");
        assertThat(it.pointer()).isEqualTo(new Version(2));
    }

    @Test
    void aPromoteReadsWhatIsKeptAndChangesOneFieldOfTheSecret() {
        var candidate = staged();
        write(it.path(), Map.of("value", value(it.path()), "since", "a team's own note"));
        var expected = it.pointer();
        bench.proxy.calm();
        assertThat(it.connector.delivery().promote(it.target, candidate, expected, it.call("promote")))
                .isInstanceOf(Applied.class);
        assertThat(bench.proxy.seen()).extracting(Passage::method).containsExactly("GET", "PATCH");
        assertThat(bench.http().get(it.path()).data().at("/data/since").asText())
                .isEqualTo("a team's own note");
        assertThat(FaultBench.known(it.connector.delivery().read(it.target)))
                .contains(new Delivery.Pointer(candidate, new Version(3)));
    }

    @ParameterizedTest
    @CsvSource({"403, 1 error occurred: permission denied", "405, unsupported operation", "501, not implemented"})
    void whereAFieldMayNotBeChangedAloneAPromoteLooksAndWritesAllOfThem(int status, String error) {
        var candidate = staged();
        write(it.path(), Map.of("value", value(it.path()), "since", "a team's own note"));
        var expected = it.pointer();
        bench.proxy.script(passage -> passage.method().equals("PATCH")
                ? new Fate.AnsweredInstead(status, "{\"errors\":[\"" + error + "\"]}")
                : new Fate.Passes());
        assertThat(it.connector.delivery().promote(it.target, candidate, expected, it.call("promote")))
                .isInstanceOf(Applied.class);
        assertThat(bench.http().get(it.path()).data().at("/data/since").asText())
                .isEqualTo("a team's own note");
        assertThat(FaultBench.known(it.connector.delivery().read(it.target)))
                .contains(new Delivery.Pointer(candidate, new Version(3)));

        bench.proxy.calm();
        assertThat(it.connector.delivery().promote(it.target, candidate, new Version(3), it.call("again")))
                .isInstanceOf(Applied.class);
        assertThat(bench.proxy.seen())
                .as("once it is known")
                .extracting(Passage::method)
                .containsExactly("GET", "GET", "POST");
    }

    @Test
    void aSwitchThatMeetsAnotherWriteIsDriftAndTheOtherWriteStands() {
        var path = bench.kv + "/data/accept/" + it.name;
        var expected = it.accepted();
        beforeTheFirst("POST", path, () -> writeAgain(path));
        var drift = drift(it.connector.verifier().disable(it.credential, it.first, expected, it.call("disable")));
        assertThat(drift.found().version()).isEqualTo(new Version(2));
        assertThat(FaultBench.known(it.connector.verifier().read(it.credential)).accepts(it.first))
                .isTrue();
    }

    @Test
    void anAdmissionThatMeetsAnotherWriteDecidesOnceMoreOnWhatIsThereThen() {
        var path = bench.kv + "/data/accept/" + it.name;
        try (var candidate = it.make()) {
            beforeTheFirst("POST", path, () -> writeAgain(path));
            assertThat(it.admit(candidate)).isInstanceOf(Applied.class);
            assertThat(it.accepted()).isEqualTo(new Version(3));
            assertThat(FaultBench.known(it.connector.verifier().read(it.credential))
                            .generations())
                    .hasSize(2);
        }
    }

    @Test
    void whereOthersKeepWritingAnAdmissionGivesWayAfterAFewTries() {
        var path = bench.kv + "/data/accept/" + it.name;
        try (var candidate = it.make()) {
            bench.proxy.script(passage -> {
                if (passage.method().equals("POST")) {
                    writeAgain(path);
                }
                return new Fate.Passes();
            });
            assertThat(it.admit(candidate))
                    .isInstanceOfSatisfying(
                            NotApplied.class, not -> assertThat(not.why()).isEqualTo(Outcome.Why.BUSY));
            assertThat(bench.proxy.seen()).hasSizeLessThan(20);
        }
    }

    @Test
    void whatIsStagedUnderTheSameAttemptInBetweenIsDrift() {
        try (var candidate = it.make();
                var other = it.make();
                var another = bench.connector()) {
            var done = new AtomicBoolean();
            bench.proxy.script(passage -> {
                if (passage.method().equals("POST")
                        && passage.target().contains("/attempt-")
                        && done.compareAndSet(false, true)) {
                    another.delivery().stage(it.target, other, it.call("stage"));
                }
                return new Fate.Passes();
            });
            var drift = drift(it.stage(candidate));
            assertThat(drift.found().generation()).contains(it.fingerprint(other));
        }
    }

    @Test
    void aDeletedSecretIsNeitherNothingNorOverwrittenAndComesBackAsItWas() {
        var candidate = staged();
        var expected = it.pointer();
        bench.http().delete(it.path());
        assertThat(it.connector.delivery().read(it.target))
                .isEqualTo(Reading.unreadable(
                        "version 1 of apps/" + it.name + " was deleted; undelete it, or write it again"));
        drift(it.connector.delivery().promote(it.target, candidate, expected, it.call("promote")));
        try (var again = it.make()) {
            drift(it.connector.delivery().stage(it.target, again, new Call("stage", "attempt-2", FaultBench.PATIENCE)));
        }
        drift(it.connector.delivery().discard(it.target, candidate, it.call("discard")));
        bench.http().must(bench.kv + "/undelete/apps/" + it.name, Map.of("versions", List.of(1)));
        assertThat(it.pointer()).isEqualTo(expected);
        assertThat(it.connector.delivery().promote(it.target, candidate, expected, it.call("promote")))
                .isInstanceOf(Applied.class);
    }

    @Test
    void aDeletedSecretIsNotEnrolledAsIfNobodyHadReadIt() {
        write(bench.kv + "/data/apps/key-2", Map.of("value", "a team's own"));
        bench.http().delete(bench.kv + "/data/apps/key-2");
        assertThatThrownBy(() -> bench.enrolled())
                .isInstanceOf(AssertionError.class)
                .hasMessage("version 1 of apps/key-2 was deleted; undelete it, or write it again");
    }

    @Test
    void aDestroyedSecretIsNotNothingEither() {
        bench.http().must(bench.kv + "/destroy/apps/" + it.name, Map.of("versions", List.of(1)));
        assertThat(it.connector.delivery().read(it.target))
                .isEqualTo(Reading.unreadable(
                        "version 1 of apps/" + it.name + " was destroyed; what it held must be written again"));
    }

    @Test
    void aDeletedAcceptDocumentIsNotAnEmptyOne() {
        bench.http().delete(bench.kv + "/data/accept/" + it.name);
        assertThat(it.connector.verifier().read(it.credential))
                .isEqualTo(Reading.unreadable(
                        "version 1 of accept/" + it.name + " was deleted; undelete it, or write it again"));
    }

    @Test
    void aMountThatIsGoneIsNotAnEmptyPath() {
        bench.http().delete("sys/mounts/" + bench.kv);
        assertThat(it.connector.delivery().read(it.target))
                .isEqualTo(Reading.unreadable("apps/" + it.name + ": nothing is mounted there (404)"));
        assertThat(it.connector.verifier().read(it.credential)).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void whatSomebodyPutsIntoTheGovernorsKeepingIsNeverDeliveredInAGenerationsName() {
        var candidate = staged();
        var path = kept("attempt-attempt-1");
        var fields = new HashMap<String, Object>();
        bench.http()
                .get(path)
                .data()
                .path("data")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.put(
                "secret",
                Base64.getEncoder().encodeToString("a stranger's own choice".getBytes(StandardCharsets.US_ASCII)));
        write(path, fields);
        busy(it.promote(candidate, "promote"), "what is kept as");
        write(path, Map.of("secret", "no base64 at all!"));
        busy(it.promote(candidate, "promote"), "somebody has written something else to");
        fields.put("fingerprint", "hmac:another");
        write(path, fields);
        assertThat(it.promote(candidate, "promote")).isInstanceOf(NotApplied.class);
        assertThat(it.pointer()).isEqualTo(new Version(1));
    }

    @Test
    void aKeptValueThatSomebodyDeletedIsMissedAndUsedAgainOnceUndeleted() {
        var candidate = staged();
        bench.http().delete(kept("attempt-attempt-1"));
        busy(it.promote(candidate, "promote"), "was deleted; undelete it");
        assertThat(it.connector.delivery().fetch(it.target, candidate)).isInstanceOf(Reading.Unreadable.class);
        bench.http().must(kept("attempt-attempt-1").replace("/data/", "/undelete/"), Map.of("versions", List.of(1)));
        assertThat(it.promote(candidate, "promote")).isInstanceOf(Applied.class);
    }

    @Test
    void aPriorThatCameBackIntoUseIsKeptOnceMore() {
        var candidate = staged();
        var old = value(it.path());
        assertThat(it.promote(candidate, "promote")).isInstanceOf(Applied.class);
        assertThat(it.connector.delivery().discard(it.target, it.first, it.call("discard")))
                .isInstanceOf(Applied.class);
        write(it.path(), Map.of("value", old));
        try (var next = it.make()) {
            var call = new Call("stage-2", "attempt-2", FaultBench.PATIENCE);
            assertThat(it.connector.delivery().stage(it.target, next, call)).isInstanceOf(Applied.class);
            assertThat(it.promote(it.fingerprint(next), "promote-2")).isInstanceOf(Applied.class);
            assertThat(it.promote(it.first, "restore")).isInstanceOf(Applied.class);
        }
        assertThat(value(it.path())).isEqualTo(old);
    }

    @Test
    void aCopyThatSomebodyDestroyedIsMadeAgainBeforeAnythingMoves() {
        staged();
        bench.http()
                .must(
                        bench.kv + "/destroy/nhi-governor/values/billing/billing~2f" + it.name + "/" + priorName(),
                        Map.of("versions", List.of(1)));
        try (var next = it.make()) {
            var call = new Call("stage-2", "attempt-2", FaultBench.PATIENCE);
            assertThat(it.connector.delivery().stage(it.target, next, call)).isInstanceOf(Applied.class);
            assertThat(it.promote(it.fingerprint(next), "promote")).isInstanceOf(Applied.class);
            assertThat(it.promote(it.first, "restore")).isInstanceOf(Applied.class);
        }
    }

    @Test
    void wherePathOrMountLetVersionsPerishNothingIsStaged() {
        try (var candidate = it.make()) {
            bench.http().must(bench.kv + "/metadata/apps/" + it.name, Map.of("delete_version_after", "1h"));
            refused(it.stage(candidate), "apps/" + it.name + " has delete_version_after 1h0m0s");
            bench.http().must(bench.kv + "/metadata/apps/" + it.name, Map.of("delete_version_after", "0s"));
            bench.http().must(bench.kv + "/config", Map.of("delete_version_after", "2h"));
            refused(it.stage(candidate), "the mount " + bench.kv + " has delete_version_after 2h0m0s");
            bench.http().must(bench.kv + "/config", Map.of("delete_version_after", "0s"));
            assertThat(it.stage(candidate)).isInstanceOf(Applied.class);
        }
    }

    @Test
    void aSecretThatPerishesByItsPathOrItsMountIsUnreadable() {
        bench.http().must(bench.kv + "/metadata/apps/" + it.name, Map.of("delete_version_after", "1h"));
        writeAgain(it.path());
        unreadable("will be deleted by Vault at");
        bench.http().must(bench.kv + "/metadata/apps/" + it.name, Map.of("delete_version_after", "0s"));
        writeAgain(it.path());
        assertThat(it.pointer()).isEqualTo(new Version(3));
        bench.http().must(bench.kv + "/config", Map.of("delete_version_after", "1h"));
        writeAgain(it.path());
        unreadable("will be deleted by Vault at");
    }

    @Test
    void whereAPathKeepsOneVersionOnlyThePriorStillComesBack() {
        bench.http().must(bench.kv + "/metadata/apps/" + it.name, Map.of("max_versions", 1));
        var old = value(it.path());
        var candidate = staged();
        assertThat(it.promote(candidate, "promote")).isInstanceOf(Applied.class);
        assertThat(bench.http().get(it.path() + "?version=1").status()).isEqualTo(404);
        assertThat(it.promote(it.first, "restore")).isInstanceOf(Applied.class);
        assertThat(value(it.path())).isEqualTo(old);
    }

    private Fingerprint staged() {
        try (var candidate = it.make()) {
            assertThat(it.stage(candidate)).isInstanceOf(Applied.class);
            return it.fingerprint(candidate);
        }
    }

    private void beforeTheFirst(String method, String path, Runnable act) {
        var done = new AtomicBoolean();
        bench.proxy.script(passage -> {
            if (passage.method().equals(method)
                    && passage.target().equals("/v1/" + path)
                    && done.compareAndSet(false, true)) {
                act.run();
            }
            return new Fate.Passes();
        });
    }

    private void write(String path, Map<String, ?> fields) {
        bench.http().must(path, Map.of("data", fields));
    }

    private void writeAgain(String path) {
        bench.http().must(path, Map.of("data", bench.http().get(path).data().path("data")));
    }

    private String value(String path) {
        return bench.http().get(path).data().path("data").path("value").asText();
    }

    private String kept(String name) {
        return bench.kv + "/data/nhi-governor/values/billing/billing~2f" + it.name + "/" + name;
    }

    private String priorName() {
        return "prior-" + PathNames.of(it.first.value());
    }

    private void unreadable(String words) {
        assertThat(it.connector.delivery().read(it.target))
                .isInstanceOfSatisfying(
                        Reading.Unreadable.class,
                        not -> assertThat(not.reason()).contains(words));
    }

    private static Drift drift(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Drift.class);
        return (Drift) outcome;
    }

    private static void busy(Outcome outcome, String words) {
        assertThat(outcome).isInstanceOfSatisfying(NotApplied.class, not -> {
            assertThat(not.why()).isEqualTo(Outcome.Why.BUSY);
            assertThat(not.reason()).contains(words);
        });
    }

    private static void refused(Outcome outcome, String words) {
        assertThat(outcome).isInstanceOfSatisfying(NotApplied.class, not -> {
            assertThat(not.why()).isEqualTo(Outcome.Why.REFUSED);
            assertThat(not.reason()).contains(words);
        });
    }
}
