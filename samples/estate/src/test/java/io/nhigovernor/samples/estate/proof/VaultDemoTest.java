package io.nhigovernor.samples.estate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.governor.GovernorMain;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.tls.Pem;
import io.nhigovernor.samples.estate.vault.VaultClient;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code governor demo --backend vault --keep}, run as a user runs it, on a real Vault. What came of it is read from what it left: the
 * exported ledger, and Vault's own audit log.
 */
class VaultDemoTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(7);
    private static final Duration UP_WITHIN = Duration.ofSeconds(120);
    /** A value that is delivered stays for longer: a broken one until the judge has seen calls fail for a window. */
    private static final Duration GATHERED_EVERY = Duration.ofSeconds(3);

    private static final int MEMBERS = 20;
    private static final int CERTIFICATES = 12;
    private static final int PAIRS = 12;
    private static final int BROKEN = 12;
    private static final List<String> SECRET_FIELDS = List.of("value", "secret_id", "private_key");
    private static final Pattern SHOWN = Pattern.compile(" (\\S+) shows serial ([0-9a-f:]+): (\\S+)$");

    private final Path root = Path.of("target", "vault-demo-test").toAbsolutePath();
    private final Path kept = root.resolve("kept");
    private final Map<String, Needle> values = new ConcurrentHashMap<>();

    @Test
    void everyKindGoesThroughFourRingsABrokenCandidateOfEachGoesBackAndVaultSaysSo() throws Exception {
        Servers.vault();
        Servers.postgres();
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
            // By the governor's token: what Vault says that consumers read is to be theirs alone.
            var documents = Documents.read(kept.resolve("documents"));
            var vault = new VaultClient(
                    URI.create(text(kept.resolve("vault").resolve("address"))),
                    text(kept.resolve("vault").resolve("governor.token")),
                    executor);
            timer.scheduleWithFixedDelay(
                    () -> gather(documents, vault), 0, GATHERED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(demo.end(LIMIT)).as(demo.log()).hasValue(0);
            timer.shutdown();
            assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            report = JSON.readTree(demo.log());
        }
        assertThat(report.path("asPromised").asBoolean()).isTrue();
        assertThat(report.path("outcomes")).hasSize(2 * 4 + 1);
        theLedgerSaysHowEachEnded();
        var vault = VaultRecord.read(kept.resolve("vault").resolve("audit-1.log"));
        versionsMoved(vault);
        rolesLoggedInWithOneGenerationAndThenTheOther(vault);
        loginsOfABrokenCandidateWereRefusedAndThePriorLoggedInAgain(vault);
        serialsMovedAndThePriorsAreRevoked(vault);
        aBrokenCandidatesSerialIsRevokedAndThePriorIsShownAgain(vault);
        var database = DatabaseRecord.read(
                kept.resolve("vault").resolve("postgres").resolve("log").resolve("postgresql.json"));
        everyPairsCallerWentFromTheFirstRoleToTheSecondAndTheFirstIsClosed(database);
        whoseSecondRoleWasRefusedLogsInAsTheFirstAgain(database);
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
                .containsEntry("certificate-rotation-1", "COMPLETED")
                .containsEntry("database-rotation-1", "COMPLETED")
                .containsEntry("history-rotation-1", "RESTORED")
                .containsEntry("report-rotation-1", "RESTORED")
                .containsEntry("batch-rotation-1", "RESTORED")
                .containsEntry("archive-rotation-1", "RESTORED");
        assertThat(withdrawn)
                .containsExactlyInAnyOrder(
                        "report-rotation-1", "batch-rotation-1", "archive-rotation-1", "history-rotation-1");
    }

    private static void versionsMoved(VaultRecord vault) {
        for (var family : List.of("secret-", "approle-", "certificate-", "database-")) {
            var members = members(vault.versions.keySet(), family);
            assertThat(members).hasSize(family.equals("secret-") || family.equals("approle-") ? MEMBERS : CERTIFICATES);
            assertThat(members)
                    .allSatisfy(identity ->
                            assertThat(vault.versions.get(identity)).last().isEqualTo(2L));
        }
        for (var family : List.of("report-", "batch-", "archive-", "history-")) {
            assertThat(members(vault.versions.keySet(), family + "2-"))
                    .hasSize(4)
                    .allSatisfy(identity -> assertThat(vault.versions.get(identity))
                            .contains(1L, 2L)
                            .last()
                            .isEqualTo(3L));
            assertThat(members(vault.versions.keySet(), family + "3-"))
                    .hasSize(3)
                    .allSatisfy(
                            identity -> assertThat(vault.versions.get(identity)).containsOnly(1L));
        }
    }

    private static void rolesLoggedInWithOneGenerationAndThenTheOther(VaultRecord vault) {
        assertThat(members(vault.roles(), "approle-")).hasSize(MEMBERS).allSatisfy(role -> {
            var generations = vault.loginsOf(role).stream()
                    .filter(VaultRecord.Login::good)
                    .map(VaultRecord.Login::generation)
                    .distinct()
                    .toList();
            assertThat(generations).hasSize(2).first().isEqualTo("adopted");
        });
    }

    /** Both log in at a mount that nobody declared, where only the secret ids from before were registered. */
    private static void loginsOfABrokenCandidateWereRefusedAndThePriorLoggedInAgain(VaultRecord vault) {
        for (var role : List.of("batch-2-0", "batch-2-1")) {
            var logins = vault.loginsOf(role).stream()
                    .filter(login -> login.mount().equals("approle-legacy"))
                    .toList();
            var prior = logins.getFirst().secretId();
            var candidate = vault.registered.get(role).getFirst();
            assertThat(logins.getFirst().good()).as("%s before", role).isTrue();
            assertThat(logins.stream().filter(login -> !login.good()))
                    .as("refused logins of %s", role)
                    .isNotEmpty()
                    .allSatisfy(login -> assertThat(login.secretId()).isEqualTo(candidate));
            assertThat(logins.getLast().good()).as("%s in the end", role).isTrue();
            assertThat(logins.getLast().secretId()).isEqualTo(prior).isNotEqualTo(candidate);
        }
        assertThat(members(vault.roles(), "batch-"))
                .hasSize(BROKEN)
                .allSatisfy(role -> assertThat(vault.loginsOf(role).stream().filter(VaultRecord.Login::good))
                        .last()
                        .satisfies(login -> assertThat(login.generation()).isEqualTo("adopted")));
    }

    private static void everyPairsCallerWentFromTheFirstRoleToTheSecondAndTheFirstIsClosed(DatabaseRecord database) {
        assertThat(database.callers("database-")).hasSize(PAIRS).allSatisfy(caller -> {
            assertThat(database.rolesOf(caller)).containsExactly("a", "b");
            assertThat(database.refusals(caller, "b")).isEmpty();
            assertThat(database.lastRefusal(caller, "a")).contains("is not permitted to log in");
        });
    }

    /** Two of them log in at a database that nobody declared, where only the first roles are known. */
    private static void whoseSecondRoleWasRefusedLogsInAsTheFirstAgain(DatabaseRecord database) {
        for (var caller : List.of("history-2-0", "history-2-1")) {
            assertThat(database.rolesOf(caller)).containsExactly("a");
            assertThat(database.refusals(caller, "b"))
                    .anySatisfy(refusal -> assertThat(refusal).contains("pg_hba.conf rejects connection"));
            assertThat(database.lastLogin(caller)).isGreaterThan(database.lastTime(caller, "pg_hba.conf rejects"));
        }
        assertThat(database.callers("history-2-"))
                .hasSize(4)
                .allSatisfy(
                        caller -> assertThat(database.rolesOf(caller)).first().isEqualTo("a"))
                .allSatisfy(
                        caller -> assertThat(database.rolesOf(caller)).last().isEqualTo("a"));
        for (var ring : List.of("history-0-", "history-1-")) {
            assertThat(database.callers(ring))
                    .isNotEmpty()
                    .allSatisfy(caller -> assertThat(database.rolesOf(caller)).containsExactly("a", "b", "a"));
        }
        for (var caller : database.callers("history-3-")) {
            assertThat(database.rolesOf(caller)).containsExactly("a");
        }
    }

    private void serialsMovedAndThePriorsAreRevoked(VaultRecord vault) throws IOException {
        var shown = shownSerials();
        assertThat(members(vault.signed.keySet(), "certificate-"))
                .hasSize(CERTIFICATES)
                .allSatisfy(name -> {
                    var serials = vault.signed.get(name);
                    assertThat(serials).hasSize(2);
                    assertThat(vault.revoked).contains(serials.getFirst()).doesNotContain(serials.getLast());
                    assertThat(shown.get("certificate/" + name))
                            .as("what %s showed", name)
                            .containsExactly(serials.getFirst() + " welcome", serials.getLast() + " welcome");
                });
    }

    private void aBrokenCandidatesSerialIsRevokedAndThePriorIsShownAgain(VaultRecord vault) throws IOException {
        var shown = shownSerials();
        assertThat(members(vault.signed.keySet(), "archive-")).hasSize(BROKEN).allSatisfy(name -> {
            var serials = vault.signed.get(name);
            assertThat(vault.revoked)
                    .doesNotContain(serials.getFirst())
                    .containsAll(serials.subList(1, serials.size()));
            assertThat(shown.get("certificate/" + name))
                    .as("what %s showed", name)
                    .last()
                    .isEqualTo(serials.getFirst() + " welcome");
        });
        for (var name : List.of("archive-2-0", "archive-2-1")) {
            assertThat(shown.get("certificate/" + name))
                    .containsExactly(
                            vault.signed.get(name).getFirst() + " welcome",
                            vault.signed.get(name).getLast() + " untrusted-certificate",
                            vault.signed.get(name).getFirst() + " welcome");
        }
    }

    /** What services saw, by credential: each line of theirs is another serial, or another answer to it. */
    private Map<String, List<String>> shownSerials() throws IOException {
        var shown = new TreeMap<String, List<String>>();
        for (var line : Files.readAllLines(kept.resolve("logs").resolve("estate.log"))) {
            var found = SHOWN.matcher(line);
            if (found.find()) {
                shown.computeIfAbsent(found.group(1), unused -> new ArrayList<>())
                        .add(found.group(2) + " " + found.group(3));
            }
        }
        return shown;
    }

    private void noValueLiesOutsideVault() throws IOException {
        assertThat(values).hasSizeGreaterThan(3 * MEMBERS + 2 * (MEMBERS + MEMBERS + CERTIFICATES));
        var scan = new LeakScan(List.copyOf(values.values()));
        var planted = Files.writeString(
                kept.resolve("planted"),
                "a line with "
                        + Base64.getEncoder()
                                .encodeToString(
                                        values.values().iterator().next().value()));
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
                values.computeIfAbsent(value, text -> new Needle("value of " + credential.id(), secretOf(text)));
            }
        }
    }

    /** Of a key only the scalar is secret: the rest of its encoding is the same for all, or public. */
    private static byte[] secretOf(String text) {
        try {
            return text.startsWith("-----BEGIN")
                    ? HexFormat.of().parseHex("%064x".formatted(Pem.key(text).getS()))
                    : text.getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key that callers could use", e);
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
                        .ifPresent(fields -> SECRET_FIELDS.stream()
                                .filter(fields::has)
                                .forEach(field -> found.add(fields.path(field).asText())));
            }
            if (credential.kind() == CredentialKind.DATABASE) {
                for (var role : List.of("roleA", "roleB")) {
                    var name = credential.verifier().settings().getOrDefault(role, "");
                    found.add(
                            vault.staticRole("database", name).path("password").asText());
                }
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
