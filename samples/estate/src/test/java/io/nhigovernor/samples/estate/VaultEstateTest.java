package io.nhigovernor.samples.estate;

import static io.nhigovernor.samples.estate.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.documents.Rendering;
import io.nhigovernor.samples.estate.service.ServiceKind;
import io.nhigovernor.samples.estate.vault.IssuerBundles;
import io.nhigovernor.samples.estate.vault.TeamDatabase;
import io.nhigovernor.samples.estate.vault.TeamVault;
import io.nhigovernor.samples.estate.vault.VaultClient;
import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.ConnectorFactory;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.testkit.servers.Ports;
import io.nhigovernor.testkit.servers.PostgresServer;
import io.nhigovernor.testkit.servers.Servers;
import io.nhigovernor.testkit.servers.VaultServer;
import io.nhigovernor.testkit.servers.VaultSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estate on a real Vault: what callers present lies there, and Vault or services that read there verify it. */
class VaultEstateTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Enrolment.Result> ENROLLED = new TreeMap<>();
    private static final List<RawSignal> LOGINS = new CopyOnWriteArrayList<>();
    private static final List<AutoCloseable> LISTENING = new ArrayList<>();

    private static VaultServer server;
    private static PostgresServer postgres;
    private static Connector connector;
    private static Mover mover;
    private static Documents documents;
    private static Collected collected;
    private static Estate estate;
    private static ExecutorService executor;
    private static URI control;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var setup = VaultSetup.in(folder.resolve("vault"))
                .on(VaultSetup.Storage.MEMORY)
                .withoutTls()
                .withAudits(1);
        Servers.postgres();
        server = VaultServer.start(Servers.vault(), setup);
        postgres = PostgresServer.start(folder.resolve("postgres"));
        var ports = ports();
        ports.put("postgres", postgres.port());
        Rendering.intoForVault(folder.resolve("documents"), ports, server.address());
        documents = Documents.read(folder.resolve("documents"));
        var home = folder.resolve("home");
        var tokens = new TeamVault(server.http()).prepare(documents, IssuerBundles.in(home));
        EstateEnrolment.certificates(home, folder.resolve("store.key"));
        var password = new TeamDatabase(postgres, server).prepare(documents.credentials());
        connector = connector(folder, home, tokens.governor(), password);
        var enrolment = connector.enrolment().orElseThrow();
        documents.credentials().forEach(credential -> ENROLLED.put(credential.id(), enrolment.enrol(credential)));
        connector.know(documents.credentials());
        for (var source : connector.signalSources()) {
            LISTENING.add(source.subscribe(logins()));
        }
        mover = new Mover(connector);
        collected = new Collected();
        executor = Executors.newVirtualThreadPerTaskExecutor();
        control = URI.create("http://127.0.0.1:" + ports.get("control") + "/");
        estate = Estate.start(
                new Estate.Place(
                        home,
                        folder.resolve("documents"),
                        reporting(folder.resolve("tokens")),
                        collected.address(),
                        ports.get("control"),
                        ports),
                new Backend.InVault(
                        new VaultClient(server.address(), tokens.estate(), executor), IssuerBundles.in(home)),
                Clock.systemUTC(),
                7);
    }

    @AfterAll
    static void end() throws Exception {
        for (var each : LISTENING) {
            each.close();
        }
        if (estate != null) {
            estate.close();
            collected.close();
            executor.shutdownNow();
        }
        if (connector != null) {
            connector.close();
        }
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private static Connector connector(Path folder, Path home, String token, String password) throws IOException {
        var file = Files.writeString(folder.resolve("governor.token"), token);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return ServiceLoader.load(ConnectorFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.name().equals("vault"))
                .findFirst()
                .orElseThrow()
                .open(with(
                        folder,
                        password,
                        Map.of(
                                "address", server.address().toString(),
                                "tokenFile", file.toString(),
                                "keyFile", folder.resolve("names.key").toString(),
                                "createKey", "true",
                                "partyCaFile",
                                        home.resolve("ca").resolve("ca.pem").toString(),
                                "partyTrustFile", IssuerBundles.in(home).all().toString(),
                                "settle", "PT1S",
                                "auditDevices", "audit-1=" + server.auditLog(),
                                "auditCheckpoints", folder.toString())));
    }

    private static Map<String, String> with(Path folder, String password, Map<String, String> vault)
            throws IOException {
        var section = new TreeMap<>(vault);
        section.put("databaseUrl", "postgresql://" + postgres.address() + "/" + TeamDatabase.ORDERS);
        section.put("databaseUser", TeamDatabase.GOVERNOR);
        section.put(
                "databasePasswordFile",
                Files.writeString(folder.resolve("governor.password"), password).toString());
        section.put("databaseLog", postgres.journal().toString());
        section.put("databaseLogCheckpoint", folder.resolve("postgres.position").toString());
        return section;
    }

    private static Path reporting(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var kind : ServiceKind.besideVault()) {
            Files.writeString(folder.resolve(kind.service() + ".token"), "token-of-" + kind.service());
        }
        return folder;
    }

    private static TreeMap<String, Integer> ports() {
        var ports = new TreeMap<String, Integer>();
        for (var kind : ServiceKind.besideVault()) {
            ports.put(kind.service(), Ports.free());
        }
        ports.put("control", Ports.free());
        return ports;
    }

    @Test
    void whatTheTeamHadIsAdoptedAndNewcomersGetAFirstValueUnderTheGovernorsOwnPolicy() {
        assertThat(ENROLLED.values())
                .allSatisfy(result -> assertThat(result).isInstanceOf(Enrolment.Result.Enrolled.class));
        assertThat(origin("secret/secret-0-0")).isEqualTo(Enrolment.Origin.ADOPTED);
        assertThat(origin("approle/approle-0-0")).isEqualTo(Enrolment.Origin.ADOPTED);
        assertThat(origin("secret/control-00")).isEqualTo(Enrolment.Origin.MADE);
        assertThat(origin("approle/control-00")).isEqualTo(Enrolment.Origin.MADE);
        assertThat(origin("certificate/certificate-0-0")).isEqualTo(Enrolment.Origin.ADOPTED);
        assertThat(origin("certificate/control-00")).isEqualTo(Enrolment.Origin.MADE);
    }

    @Test
    void everyAccountAuthenticatesWithTheGenerationItWasEnrolledWith() {
        var wanted = new HashSet<String>();
        documents
                .credentials()
                .forEach(credential ->
                        credential.holders().forEach(holder -> wanted.add(credential.id() + "@" + holder)));
        within(
                SOON,
                "all identities heard",
                () -> Stream.concat(
                                collected
                                        .signals(data ->
                                                data.path("outcome").asText().equals("ok"))
                                        .stream()
                                        .map(event -> event.path("data")
                                                .path("target")
                                                .asText()),
                                LOGINS.stream()
                                        .filter(login -> login.outcome() == RawSignal.Result.OK)
                                        .map(login ->
                                                login.credential().orElseGet(() -> soleCredential(login.identity()))
                                                        + "@" + login.identity()))
                        .collect(Collectors.toSet())
                        .containsAll(wanted));
        for (var id : new String[] {
            "secret/secret-2-0", "approle/approle-2-0", "certificate/certificate-2-0", "database/database-2-0"
        }) {
            var first = ((Enrolment.Result.Enrolled) ENROLLED.get(id)).first().value();
            var identity = credential(id).holders().getFirst();
            assertThat(heard(identity, "ok", first)).as(id).isTrue();
            assertThat(counters(identity, id).path("lastOkGeneration").asText()).isEqualTo(first);
        }
        assertThat(collected.heartbeats())
                .extracting(beat -> beat.path("source").asText())
                .contains("legacy-billing");
    }

    @Test
    void aMovedPointerIsTakenUpAndADisabledPriorIsRefused() throws Exception {
        for (var id : new String[] {"secret/secret-1-0", "approle/approle-1-0", "database/database-1-0"}) {
            var credential = credential(id);
            var identity = credential.holders().getFirst();
            var prior = mover.shown(credential, identity);
            var candidate = mover.admit(credential);
            mover.point(credential, identity, candidate);
            within(SOON, id + " adopted", () -> heard(identity, "ok", candidate.value()));
            mover.point(credential, identity, prior);
            within(
                    SOON,
                    id + " back",
                    () -> counters(identity, id)
                            .path("lastOkGeneration")
                            .asText()
                            .equals(prior.value()));
            mover.disable(credential, prior);
            within(SOON, id + " refused by name", () -> heard(identity, "fail", prior.value()));
            within(
                    SOON,
                    id + " counts it",
                    () -> counters(identity, id).path("consecutiveFailures").asLong() > 0);
        }
    }

    @Test
    void aCertificateIsTakenUpAndOnceItIsRevokedServicesRefuseIt() throws Exception {
        var credential = credential("certificate/certificate-1-0");
        var prior = mover.shown(credential, "certificate-1-0");
        var candidate = mover.admit(credential);
        assertThat(candidate).isNotEqualTo(prior);
        mover.point(credential, "certificate-1-0", candidate);
        within(SOON, "adopted", () -> heard("certificate-1-0", "ok", candidate.value()));
        mover.point(credential, "certificate-1-0", prior);
        within(
                SOON,
                "back",
                () -> counters("certificate-1-0", credential.id())
                        .path("lastOkGeneration")
                        .asText()
                        .equals(prior.value()));
        mover.destroy(credential, prior);
        within(SOON, "refused by name", () -> heard("certificate-1-0", "fail", prior.value()));
    }

    @Test
    void whatNobodyDeclaredRefusesACandidate() throws Exception {
        for (var id : new String[] {"report/report-2-0", "approle/batch-2-0", "certificate/archive-2-0"}) {
            var credential = credential(id);
            var identity = credential.holders().getFirst();
            var prior = mover.shown(credential, identity);
            within(SOON, id + " works before", () -> heard(identity, "ok", prior.value()));
            var candidate = mover.admit(credential);
            mover.point(credential, identity, candidate);
            within(SOON, id + " refused and told", () -> heard(identity, "fail", candidate.value()));
        }
    }

    /** As a governor takes a login that names no credential. */
    private static String soleCredential(String identity) {
        var held = documents.credentials().stream()
                .filter(credential -> credential.holders().contains(identity))
                .toList();
        return held.size() == 1 ? held.getFirst().id() : "";
    }

    @Test
    void theDatabaseThatNobodyDeclaredKnowsTheFirstRoleOnly() throws Exception {
        var credential = credential("database/history-2-0");
        var prior = mover.shown(credential, "history-2-0");
        within(SOON, "works before", () -> heard("history-2-0", "ok", prior.value()));
        var candidate = mover.admit(credential);
        mover.point(credential, "history-2-0", candidate);
        within(SOON, "refused and told", () -> heard("history-2-0", "fail", candidate.value()));
        mover.point(credential, "history-2-0", prior);
        within(
                SOON,
                "back",
                () -> counters("history-2-0", "database/history-2-0")
                        .path("lastOkGeneration")
                        .asText()
                        .equals(prior.value()));
    }

    private static Enrolment.Origin origin(String credential) {
        return ((Enrolment.Result.Enrolled) ENROLLED.get(credential)).origin();
    }

    private static Credential credential(String id) {
        return documents.credentials().stream()
                .filter(credential -> credential.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static boolean heard(String identity, String outcome, String generation) {
        boolean reported = !collected
                .signals(data -> data.path("identity").asText().equals(identity)
                        && data.path("outcome").asText().equals(outcome)
                        && data.path("generation").asText().equals(generation))
                .isEmpty();
        return reported
                || LOGINS.stream()
                        .anyMatch(login -> login.identity().equals(identity)
                                && login.outcome().name().equalsIgnoreCase(outcome)
                                && login.generation().equals(Optional.of(new Fingerprint(generation))));
    }

    /** As a governor reads them off the audit log. */
    private static SignalSource.Sink logins() {
        return new SignalSource.Sink() {
            @Override
            public void signals(List<RawSignal> signals) {
                LOGINS.addAll(signals);
            }

            @Override
            public void heartbeat(String source, Instant at) {
                // Not looked at here.
            }
        };
    }

    private static JsonNode counters(String identity, String credential) {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(control.resolve("counters/" + identity))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return JSON.readTree(answer.body()).path(credential);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
