package io.nhigovernor.samples.estate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.governor.GovernorMain;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.vault.VaultClient;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.testkit.servers.Servers;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * {@code governor demo --backend vault --keep}, run as a user runs it, on a real Vault. What came of it is read from what it left: the
 * exported ledger, and Vault's own audit log.
 */
class VaultDemoTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final int MEMBERS = 20;

    private final Path root = Path.of("target", "vault-demo-test").toAbsolutePath();
    private final Path kept = root.resolve("kept");
    private final Map<String, Needle> values = new ConcurrentHashMap<>();

    @Test
    void secretsAndSecretIdsGoThroughFourRingsABrokenCandidateGoesBackAndVaultSaysSo() throws Exception {
        Servers.vault();
        Folders.empty(root);
        JsonNode report;
        try (var demo = Child.start(
                        root,
                        "demo",
                        GovernorMain.class,
                        "demo",
                        "--backend",
                        "vault",
                        "--keep",
                        kept.toString(),
                        "--output",
                        "json");
                var executor = Executors.newVirtualThreadPerTaskExecutor();
                var timer = Executors.newSingleThreadScheduledExecutor()) {
            await(kept.resolve("logs").resolve("estate.log"), demo);
            var documents = Documents.read(kept.resolve("documents"));
            var vault = new VaultClient(
                    URI.create(text(kept.resolve("vault").resolve("address"))),
                    text(kept.resolve("vault").resolve("estate.token")),
                    executor);
            timer.scheduleWithFixedDelay(() -> gather(documents, vault), 0, 1_000, TimeUnit.MILLISECONDS);
            assertThat(demo.end(LIMIT)).as(demo.log()).hasValue(0);
            timer.shutdown();
            assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            report = JSON.readTree(demo.log());
        }
        assertThat(report.path("asPromised").asBoolean()).isTrue();
        assertThat(report.path("outcomes")).hasSize(4);
        theLedgerSaysHowEachEnded();
        vaultSaysItToo();
        noValueLiesOutsideVault();
    }

    private void theLedgerSaysHowEachEnded() throws IOException {
        var ended = new TreeMap<String, String>();
        var withdrawn = new TreeSet<String>();
        for (var line : Files.readAllLines(kept.resolve("ledger.jsonl"))) {
            var entry = JSON.readTree(line);
            if (entry.path("action").asText().equals("MOVED")) {
                if (entry.at("/detail/machine").asText().equals("ROLLOUT")) {
                    ended.put(
                            entry.path("rollout").asText(), entry.path("after").asText());
                }
                if (entry.path("after").asText().equals("WITHDRAWN")) {
                    withdrawn.add(entry.path("rollout").asText());
                }
            }
        }
        assertThat(ended)
                .containsEntry("secret-rotation-1", "COMPLETED")
                .containsEntry("approle-rotation-1", "COMPLETED")
                .containsEntry("report-rotation-1", "RESTORED");
        assertThat(withdrawn).containsExactly("report-rotation-1");
    }

    /** Read once more, and otherwise than the demonstration reads it. */
    private void vaultSaysItToo() throws IOException {
        var versions = new TreeMap<String, Set<Long>>();
        var generations = new TreeMap<String, Set<String>>();
        try (BufferedReader lines =
                Files.newBufferedReader(kept.resolve("vault").resolve("audit-1.log"))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.contains("secret/data/estate/") && !line.contains("auth/approle/login")) {
                    continue;
                }
                var entry = JSON.readTree(line);
                if (!entry.path("type").asText().equals("response") || entry.has("error")) {
                    continue;
                }
                var path = entry.at("/request/path").asText();
                var metadata = entry.at("/auth/metadata");
                if (path.equals("auth/approle/login")) {
                    generations
                            .computeIfAbsent(metadata.path("role_name").asText(), unused -> new TreeSet<>())
                            .add(metadata.path("generation").asText("adopted"));
                } else if (entry.at("/response/data/version").isNumber()) {
                    versions.computeIfAbsent(path.split("/")[3], unused -> new TreeSet<>())
                            .add(entry.at("/response/data/version").asLong());
                }
            }
        }
        assertThat(members(versions.keySet(), "secret-"))
                .hasSize(MEMBERS)
                .allSatisfy(identity -> assertThat(versions.get(identity)).contains(2L));
        var roles = members(generations.keySet(), "approle-");
        assertThat(roles)
                .hasSize(MEMBERS)
                .allSatisfy(role -> assertThat(generations.get(role)).hasSize(2).contains("adopted"));
        assertThat(members(versions.keySet(), "report-2-"))
                .hasSize(4)
                .allSatisfy(identity -> assertThat(versions.get(identity)).contains(2L, 3L));
        assertThat(members(versions.keySet(), "report-3-"))
                .allSatisfy(identity -> assertThat(versions.get(identity)).containsExactly(1L));
    }

    private void noValueLiesOutsideVault() throws IOException {
        assertThat(values).hasSizeGreaterThan(3 * MEMBERS + 2 * MEMBERS);
        var scan = new LeakScan(List.copyOf(values.values()));
        var planted = Files.writeString(
                kept.resolve("planted"),
                "a line with " + new String(values.values().iterator().next().value(), StandardCharsets.UTF_8));
        assertThat(scan.scan(root, file -> false))
                .extracting(LeakScan.Finding::file)
                .containsOnly(planted);
    }

    private static List<String> members(Set<String> all, String prefix) {
        return all.stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /** Every value that a caller reads now. */
    private void gather(Documents documents, VaultClient vault) {
        for (var credential : documents.credentials()) {
            for (var value : read(credential, vault)) {
                values.computeIfAbsent(
                        value,
                        text -> new Needle("value of " + credential.id(), text.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static List<String> read(Credential credential, VaultClient vault) {
        try {
            var found = new ArrayList<String>();
            for (var holder : credential.holders()) {
                var path = credential
                        .delivery()
                        .settings()
                        .getOrDefault("path", "")
                        .replace("{identity}", holder);
                vault.secret("secret", path)
                        .ifPresent(fields -> found.addAll(StreamSupport.stream(fields.spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.toList())));
            }
            return found;
        } catch (IOException e) {
            // It ends with the demonstration.
            return List.of();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static void await(Path log, Child demo) throws IOException {
        long until = System.nanoTime() + UP_WITHIN.toNanos();
        while (!Files.exists(log) || !Files.readString(log).contains("estate is up")) {
            if (System.nanoTime() > until || !demo.alive()) {
                throw new IOException("the estate does not come up: " + demo.log());
            }
            LockSupport.parkNanos(50_000_000);
        }
    }
}
