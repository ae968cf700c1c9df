package io.nhigovernor.samples.estate;

import static io.nhigovernor.samples.estate.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.spi.Proof;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One estate for all of these; every test breaks other accounts or services, and mends them. */
class EstateTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static World world;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        world = new World(folder);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static boolean is(JsonNode data, String identity, String outcome) {
        return !data.has("probe")
                && data.path("identity").asText().equals(identity)
                && data.path("outcome").asText().equals(outcome);
    }

    private static boolean heard(String identity, String outcome, String generation) {
        return !world.collected
                .signals(data -> is(data, identity, outcome)
                        && data.path("generation").asText().equals(generation))
                .isEmpty();
    }

    @Test
    void everyAccountOfEveryKindAuthenticatesAndIsNamed() {
        within(SOON, "all identities heard", () -> {
            var heard = world
                    .collected
                    .signals(data -> data.path("outcome").asText().equals("ok"))
                    .stream()
                    .map(event -> event.path("data").path("target").asText())
                    .collect(Collectors.toSet());
            var wanted = new HashSet<String>();
            world.documents
                    .credentials()
                    .forEach(credential ->
                            credential.holders().forEach(holder -> wanted.add(credential.id() + "@" + holder)));
            return heard.containsAll(wanted);
        });
        assertThat(world.collected.requests()).contains("application/cloudevents-batch+json Bearer token-of-ledger");
        var signal =
                world.collected.signals(data -> is(data, "secret-0-0", "ok")).getFirst();
        assertThat(signal.path("source").asText()).isEqualTo("ledger");
        assertThat(signal.path("subject").asText()).isEqualTo("secret-0-0");
        assertThat(signal.path("time").asText()).matches(".*T.*\\.[0-9]{3}Z");
        assertThat(signal.path("data").path("generation").asText()).startsWith("hmac:");
        assertThat(world.collected.heartbeats())
                .extracting(beat -> beat.path("source").asText())
                .contains("legacy-reports");
    }

    @Test
    void aDisabledGenerationIsRefusedAndNamedAlsoOnAKeptConnection() {
        for (var id : new String[] {"secret/secret-3-0", "certificate/certificate-3-0", "key/key-3-0"}) {
            var credential = world.credential(id);
            var identity = credential.holders().getFirst();
            var prior = world.shown(id);
            within(SOON, identity + " works", () -> heard(identity, "ok", prior));
            world.mover.disable(credential, world.mover.shown(credential, identity));
            within(SOON, identity + " is refused by name", () -> heard(identity, "fail", prior));
            within(
                    SOON,
                    identity + " counts it",
                    () -> world.counters(identity, id)
                                    .path("consecutiveFailures")
                                    .asLong()
                            > 0);
            assertThat(world.counters(identity, id).path("lastOkGeneration").asText())
                    .isEqualTo(prior);
        }
    }

    @Test
    void aMovedPointerIsTakenUpByWatchersPollersAndDeploysAndNightlyJobs() throws GeneralSecurityException {
        for (var id : new String[] {
            "secret/secret-1-0", "certificate/certificate-1-2", "key/key-1-0", "secret/secret-1-4", "secret/secret-3-5"
        }) {
            var credential = world.credential(id);
            var candidate = world.mover.admit(credential);
            world.mover.point(credential, credential.holders().getFirst(), candidate);
        }
        for (var id : new String[] {
            "secret/secret-1-0", "certificate/certificate-1-2", "key/key-1-0", "secret/secret-1-4", "secret/secret-3-5"
        }) {
            var identity = world.credential(id).holders().getFirst();
            within(Duration.ofSeconds(5), id + " adopted", () -> heard(identity, "ok", world.shown(id)));
        }
    }

    @Test
    void theUndeclaredServiceRefusesACandidateInTheHandshakeUntilItsPinsAreTakenOut() throws GeneralSecurityException {
        var id = "certificate/reports-2-0";
        var credential = world.credential(id);
        within(SOON, "works before", () -> heard("reports-2-0", "ok", world.shown(id)));
        var candidate = world.mover.admit(credential);
        // Services look at their accept documents several times a second, not at once.
        within(
                SOON,
                "the declared party accepts",
                () -> world.mover.prove(credential, candidate, "probe-declared") instanceof Proof.Accepted);
        world.mover.point(credential, "reports-2-0", candidate);
        within(SOON, "refused and told", () -> heard("reports-2-0", "fail", candidate.value()));
        // It knows by the alert, which a connection that is reset at once may swallow, call after call.
        within(
                SOON.multipliedBy(3),
                "its caller knows",
                () -> world.counters("reports-2-0", id).path("fail").asLong() > 0);
        var data = world.collected
                .signals(told -> is(told, "reports-2-0", "fail"))
                .getFirst()
                .path("data");
        assertThat(data.path("relyingParty").asText()).isEqualTo("legacy-reports");
        assertThat(data.path("reason").asText()).isEqualTo("pinned-trust");
        assertThat(data.path("target").asText()).isEqualTo(id + "@reports-2-0");
        world.mends("legacy-pins");
        within(SOON, "works unpinned", () -> heard("reports-2-0", "ok", candidate.value()));
        assertThat(world.breaks("legacy-pins", "").path("legacy-pins")).hasSize(1);
    }

    @Test
    void callersOfASharedCertificateAreToldApartAlsoWhileTheyHoldDifferentGenerations()
            throws GeneralSecurityException {
        var credential = world.credential("cert/shared-gateway");
        var prior = world.shown("cert/shared-gateway");
        var candidate = world.mover.admit(credential);
        world.mover.point(credential, "gateway-1-1", candidate);
        within(SOON, "one moved", () -> heard("gateway-1-1", "ok", candidate.value()));
        within(SOON, "another did not", () -> heard("gateway-2-0", "ok", prior));
        assertThat(heard("gateway-2-0", "ok", candidate.value())).isFalse();
    }

    @Test
    void aProbeIsMarkedAndAStubbornServiceRefusesACandidateItDidNotKnow() throws GeneralSecurityException {
        var credential = world.credential("certificate/certificate-0-0");
        world.breaks("verifier-rejects-candidate", "{\"service\":\"payments\"}");
        try {
            var candidate = world.mover.admit(credential);
            within(SOON, "refused", () -> world.mover.prove(credential, candidate, "probe-7") instanceof Proof.Refused);
            within(
                    SOON,
                    "probe named",
                    () -> !world.collected
                            .signals(data -> data.path("probe").asText().equals("probe-7")
                                    && data.path("outcome").asText().equals("fail")
                                    && data.path("generation").asText().equals(candidate.value()))
                            .isEmpty());
        } finally {
            world.mends("verifier-rejects-candidate");
        }
    }

    @Test
    void aCallerCanBeMadeToKeepItsCredentialOrToFallSilent() throws GeneralSecurityException {
        var credential = world.credential("secret/secret-2-0");
        var prior = world.shown("secret/secret-2-0");
        within(SOON, "works", () -> heard("secret-2-0", "ok", prior));
        world.breaks("caller-never-reloads", "{\"identity\":\"secret-2-0\"}");
        var candidate = world.mover.admit(credential);
        world.mover.point(credential, "secret-2-0", candidate);
        world.breaks("caller-silent", "{\"identity\":\"key-0-1\"}");
        long before =
                world.counters("secret-2-0", "secret/secret-2-0").path("ok").asLong();
        within(
                SOON,
                "goes on calling",
                () -> world.counters("secret-2-0", "secret/secret-2-0")
                                .path("ok")
                                .asLong()
                        > before + 1);
        assertThat(world.counters("secret-2-0", "secret/secret-2-0")
                        .path("generations")
                        .has(candidate.value()))
                .isFalse();
        // Its longest gap is one second, so this is silence and no pause.
        within(
                SOON,
                "is silent",
                () -> lastOkOfTheSilent().isBefore(Instant.now().minusMillis(1_500)));
        var silentSince = lastOkOfTheSilent();
        world.mends("caller-never-reloads");
        world.mends("caller-silent");
        within(SOON, "reloads", () -> heard("secret-2-0", "ok", candidate.value()));
        within(SOON, "speaks", () -> lastOkOfTheSilent().isAfter(silentSince));
    }

    private static Instant lastOkOfTheSilent() {
        return Instant.parse(
                world.counters("key-0-1", "key/key-0-1").path("lastOk").asText());
    }

    @Test
    void anArmedOutageBeginsWithTheFirstMoveRefusesThenErrsAndHeals() throws GeneralSecurityException {
        var armed = world.breaks(
                "outage-on-move",
                "{\"family\":\"key\",\"ring\":\"0\",\"services\":[\"mail\"],\"refuseMillis\":1200,\"errorMillis\":1500}");
        assertThat(armed.path("outage-on-move")).hasSize(1);
        assertThat(armed.path("outage")).isEmpty();
        var credential = world.credential("key/key-0-0");
        world.mover.point(credential, "key-0-0", world.mover.admit(credential));
        within(SOON, "refused", () -> refusedAtMail() > 0);
        int beats = world.collected.heartbeats().size();
        within(
                SOON,
                "answers with errors",
                () -> !world.collected
                        .signals(data -> data.path("relyingParty").asText().equals("mail")
                                && data.path("outcome").asText().equals("excluded"))
                        .isEmpty());
        assertThat(world.collected.heartbeats()).hasSizeGreaterThan(beats);
        within(SOON, "healed", () -> world.get("breakages").path("outage").isEmpty());
        var healed = Instant.now();
        within(
                SOON,
                "works again",
                () -> world
                        .collected
                        .signals(data -> data.path("relyingParty").asText().equals("mail")
                                && data.path("outcome").asText().equals("ok"))
                        .stream()
                        .anyMatch(event ->
                                Instant.parse(event.path("time").asText()).isAfter(healed)));
    }

    private static long refusedAtMail() {
        long refused = 0;
        for (var identity : world.get("counters").path("identities")) {
            for (var credential : identity) {
                refused += credential.path("services").toString().contains("mail")
                        ? credential.path("refused").asLong()
                        : 0;
            }
        }
        return refused;
    }

    @Test
    void wrongParametersAreSaidAndBreakNothing() {
        var before = world.get("breakages");
        assertThat(world.breaks("outage", "{\"services\":[\"nowhere\"],\"refuseMillis\":1,\"errorMillis\":1}")
                        .path("problem")
                        .asText())
                .contains("no service nowhere");
        assertThat(world.breaks("meteor", "").path("problem").asText()).contains("no breakage meteor");
        assertThat(world.get("breakages")).isEqualTo(before);
    }
}
