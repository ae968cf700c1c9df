package io.nhigovernor.samples.estate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nhigovernor.governor.ledger.LedgerVerifier;
import io.nhigovernor.governor.ledger.Verification;
import io.nhigovernor.governor.ledger.VerificationKey;
import io.nhigovernor.governor.rollout.Operation;
import io.nhigovernor.governor.store.export.ExportLines;
import io.nhigovernor.samples.estate.Enrolled;
import io.nhigovernor.samples.estate.documents.Rendering;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The governor is killed with SIGKILL inside every kind of operation, and at moments chosen by a seed, while rotations run
 * side by side; what came of it is read from the estate's own counters, the connector's files and the ledger.
 */
class KillTest {
    private static final int RANDOM_KILLS = 3;
    private static final long SEED = 20_261_121;
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Set<String> ENDED = Set.of("COMPLETED", "RESTORED", "PARTIAL");
    private static final List<String> OPERATIONS =
            Stream.of(Operation.values()).map(Enum::name).toList();
    private static final Map<String, String> ENGINE = Map.of(
            "tick", "PT0.1S",
            "requestDeadline", "PT1S",
            "horizon", "PT0.2S",
            "retryDelay", "PT0.1S",
            "retryDelayMax", "PT1S",
            "reassertFor", "PT1S",
            "reassertEvery", "PT0.4S");
    private static final Map<String, String> ENDS = Map.of(
            "secret-rotation-1",
            "COMPLETED",
            "key-rotation-1",
            "COMPLETED",
            "certificate-rotation-1",
            "RESTORED",
            Spare.RING_PLAN + "-1",
            "RESTORED");

    @Test
    void killedInsideEveryKindOfOperationEveryRotationComesToItsEndAndNobodyIsLockedOut() throws Exception {
        var site = Site.make(Path.of("target", "kill-test"), ENGINE);
        Rendering.into(site.documents(), site.ports());
        Spare.into(site.documents(), site.port("relay"));
        Enrolled.in(site.home(), site.keyFile(), site.documents());
        var launch = FastStart.of(List.of(), Path.of("target", "kill-test-start"));
        try (var relay = new Relay(site.port("relay"), site.port("ledger"));
                var estateProcess = Child.estate(site);
                var governor = GovernorProcess.start(site, launch);
                var estate = new Api(site.control(), "", site.captures().resolve("estate"));
                var timer = Executors.newSingleThreadScheduledExecutor()) {
            var outside = new Outside(site.home());
            var priors = Calls.priors(outside.accepts());
            governor.api().apply(site.documents());
            awaitBaseline(governor.api());
            var bystander = new Bystander(estate);
            bystander.watch(timer);
            var secrets = new Secrets(new Secrets.Places(site.home(), site.keyFile(), site.tokens(), site.data()));
            secrets.gatherFixed();
            secrets.gatherGenerations();
            timer.scheduleWithFixedDelay(secrets::gather, 0, 500, TimeUnit.MILLISECONDS);
            var killing = new Killing(
                    governor, outside, Traps.set(outside, relay, estate, Spare.RING_PLAN + "-1"), RANDOM_KILLS, SEED);
            killing.noteKept();
            killing.look();
            for (var plan : List.of("secret-rotation", "key-rotation", "certificate-rotation", Spare.RING_PLAN)) {
                begin(governor.api(), plan);
            }
            boolean ended =
                    killing.run(LIMIT, api -> ENDED.containsAll(phases(api).values()));
            killing.kills().forEach(System.out::println);
            assertThat(ended)
                    .as("all ended; unsprung %s; %s", killing.unsprung(), phases(governor.api()))
                    .isTrue();
            assertThat(phases(governor.api())).isEqualTo(ENDS);
            killing.noteKept();
            timer.shutdown();
            timer.awaitTermination(5, TimeUnit.SECONDS);
            assertThat(killing.kills()).hasSizeGreaterThanOrEqualTo(20);
            assertThat(killed(killing)).as("operations killed inside").containsAll(OPERATIONS);
            var entries = killing.ledger().entries();
            var findings = new Findings(entries, killing.kills(), outside);
            findings.intentsAreRecordedOnceAndOneAtATime();
            findings.noEffectIsEarlierThanItsIntent();
            findings.nothingWasAdmittedOrTakenAwayTwice();
            findings.noPointerWasMovedTwice();
            findings.nothingWasStagedTwice(killing.everKept());
            var calls = new Calls(bystander.look(), priors, entries);
            calls.nobodyWasLockedOut();
            calls.onlyMovedTargetsSawACandidate();
            calls.everybodyEndedWhereTheirRolloutDid();
            System.out.println("longest row of failures where a ring broke: " + calls.longestRow(bystander));
            theLedgerVerifies(governor.api(), site);
            assertThat(governor.log()).doesNotContain("ERROR").doesNotContain("Exception");
            assertThat(secrets.generations()).containsAll(candidates(entries)).containsAll(priors.values());
            captureAll(governor.api());
            secrets.lieOnlyWhereTheyBelong(site.root());
        }
    }

    private static Set<String> candidates(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.isIntent() && entry.operation().equals("ADMIT"))
                .map(entry -> entry.detail("generation"))
                .collect(Collectors.toSet());
    }

    /** Everything that can be read is read once more: each answer is kept as a file. */
    private static void captureAll(Api api) throws IOException, InterruptedException {
        for (var path : List.of("documents", "schedules", "health", "openapi.json", "rollouts", "ledger?limit=1000")) {
            api.get("/v1/" + path);
        }
        for (var id : ENDS.keySet()) {
            api.get("/v1/rollouts/" + id);
            api.get("/v1/rollouts/" + id + "/evidence?limit=1000");
        }
    }

    private static Set<String> killed(Killing killing) {
        return killing.kills().stream()
                .flatMap(kill -> kill.inside().stream())
                .map(Entry::operation)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void theLedgerVerifies(Api api, Site site) throws IOException, InterruptedException {
        var export = api.bytes("/v1/ledger/export");
        Files.write(site.root().resolve("ledger.jsonl"), export);
        var key = VerificationKey.parse(new String(api.bytes("/v1/ledger/key"), StandardCharsets.UTF_8));
        var verification = LedgerVerifier.verify(new ExportLines(new ByteArrayInputStream(export)), key);
        assertThat(verification).isInstanceOf(Verification.Verified.class);
    }

    /** As long as the ring plans ask. */
    private static void awaitBaseline(Api api) throws IOException, InterruptedException {
        while (api.get("/v1/health").path("signalsTaken").asLong() == 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.MILLISECONDS.sleep(8_500);
    }

    private static void begin(Api api, String ringPlan) throws IOException, InterruptedException {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("ringPlan", ringPlan).put("reason", "to be killed in between");
        var id = api.post("/v1/rollouts", body).path("id").asText();
        api.post("/v1/rollouts/" + id + "/start", JsonNodeFactory.instance.objectNode());
    }

    private static Map<String, String> phases(Api api) throws IOException, InterruptedException {
        var phases = new TreeMap<String, String>();
        api.get("/v1/rollouts")
                .path("items")
                .forEach(item ->
                        phases.put(item.path("id").asText(), item.path("phase").asText()));
        return phases;
    }
}
