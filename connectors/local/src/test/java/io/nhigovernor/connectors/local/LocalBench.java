package io.nhigovernor.connectors.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.testkit.Workbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A home in a fresh directory with one enrolled credential and one service that accepts it. */
final class LocalBench implements Workbench {
    final Path root;
    final Path home;
    final LocalHome opened;
    final LocalEnrolment enrolment;
    final SampleParty party;
    final Fingerprint first;
    private final LocalConnector connector;
    private final Credential credential;

    LocalBench(CredentialKind kind, String... holders) throws Exception {
        root = Files.createTempDirectory("local-connector");
        home = root.resolve("home");
        opened = LocalHome.open(section(root), InstantSource.system());
        enrolment = LocalEnrolment.in(opened);
        connector = new LocalConnector(opened);
        party = new SampleParty(home, enrolment, kind, "billing/api-key");
        credential = credential("billing/api-key", kind, List.of(party.party()), holders);
        first = enrolled(enrolment, credential);
    }

    static Map<String, String> section(Path root) {
        return section(root, "PT20S");
    }

    /** A login on a busy machine may take its time; only a test about waiting names a shorter one. */
    static Map<String, String> section(Path root, String probeTimeout) {
        return Map.of(
                "probeTimeout",
                probeTimeout,
                "home",
                root.resolve("home").toString(),
                "keyFile",
                root.resolve("keys/store.key").toString(),
                "createKey",
                "true");
    }

    static Credential credential(String id, CredentialKind kind, List<RelyingParty> parties, String... holders) {
        var settings = ConnectorSettings.of("local", Map.of());
        return new Credential(id, kind, List.of(holders), settings, settings, parties);
    }

    Path accept() {
        return home.resolve("accept/billing~api-key.json");
    }

    Path delivered(String identity) {
        return home.resolve("delivered").resolve(identity).resolve("billing~api-key");
    }

    @Override
    public Verifier verifier() {
        return connector.verifier();
    }

    @Override
    public Delivery delivery() {
        return connector.delivery();
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public Material make() {
        return Form.of(credential.kind(), opened).make();
    }

    @Override
    public void strangerChangesAcceptance() {
        try {
            var json = new ObjectMapper();
            var document = (ObjectNode) json.readTree(Files.readAllBytes(accept()));
            document.put("version", document.path("version").longValue() + 1);
            Files.write(accept(), json.writeValueAsBytes(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By hand: copy the directory under the next number and relink. */
    @Override
    public void strangerMovesPointer(Target target) {
        try {
            var folder = delivered(target.identity());
            var shown = folder.resolve("current").toRealPath();
            var copy = folder.resolve("v00000900-by-hand");
            Files.createDirectory(copy);
            for (var name : List.of("fingerprint", "version")) {
                Files.copy(shown.resolve(name), copy.resolve(name));
            }
            Files.writeString(copy.resolve("intent"), "by hand");
            var link = Files.createSymbolicLink(folder.resolve("by-hand"), copy.getFileName());
            Files.move(link, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        party.close();
        connector.close();
        try (var found = Files.walk(root)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first generation of a credential that nobody enrolled before. */
    static Fingerprint enrolled(Enrolment enrolment, Credential credential) {
        return switch (enrolment.enrol(credential)) {
            case Enrolment.Result.Enrolled enrolled -> enrolled.first();
            case Enrolment.Result.Already already -> throw new AssertionError(credential.id() + " is enrolled already");
            case Enrolment.Result.Refused refused -> throw new AssertionError(refused.reason());
            case Enrolment.Result.Failed failed -> throw new AssertionError(failed.reason());
        };
    }
}
