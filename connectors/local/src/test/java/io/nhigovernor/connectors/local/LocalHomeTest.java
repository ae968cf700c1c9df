package io.nhigovernor.connectors.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalHomeTest {
    private Optional<LocalBench> laidOut = Optional.empty();
    private int intents;

    @AfterEach
    void clearAway() {
        laidOut.ifPresent(LocalBench::close);
    }

    @ParameterizedTest
    @EnumSource(names = {"SECRET", "CERTIFICATE", "OIDC_KEY"})
    void whatHoldsSecretsIsForItsOwnerAlone(CredentialKind kind) throws Exception {
        var bench = bench(kind);
        assertThat(mode(bench.home.resolve("store"))).isEqualTo("rwx------");
        assertThat(mode(bench.root.resolve("keys/store.key"))).isEqualTo("rw-------");
        var shown = bench.delivered("billing").resolve("current").toRealPath();
        assertThat(mode(shown)).isEqualTo("rwx------");
        try (var files = Files.walk(shown).filter(Files::isRegularFile)) {
            assertThat(files).allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
        try (var files = Files.walk(bench.home.resolve("store")).filter(Files::isRegularFile)) {
            assertThat(files).allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SECRET", "CERTIFICATE", "OIDC_KEY"})
    void nothingSecretLiesInClearOutsideTheDeliveredDirectories(CredentialKind kind) throws Exception {
        var bench = bench(kind);
        var candidate = promoted(bench);
        for (var generation : List.of(bench.first, candidate)) {
            try (var material = fetched(bench, target(bench), generation);
                    var files = Files.walk(bench.home)) {
                var forms = material.secret().use(LocalHomeTest::forms);
                for (var file : files.filter(Files::isRegularFile)
                        .filter(path -> !path.startsWith(bench.home.resolve("delivered")))
                        .toList()) {
                    var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    assertThat(forms).noneMatch(content::contains);
                }
            }
        }
    }

    @Test
    void anotherKeyDoesNotOpenTheHomeAndSaysWhy() throws Exception {
        var bench = bench(CredentialKind.SECRET);
        var section = new HashMap<>(LocalBench.section(bench.root));
        section.put("keyFile", bench.root.resolve("keys/other.key").toString());
        assertThatThrownBy(() -> LocalHome.open(section, InstantSource.system()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the one this home was made with");
    }

    @Test
    void aKeptValueMovedToAnotherPlaceDoesNotOpen() throws Exception {
        var bench = bench(CredentialKind.SECRET);
        var values = bench.home.resolve("store/values");
        try (var files = Files.list(values.resolve("billing/billing~api-key"))) {
            var value = files.findFirst().orElseThrow();
            Files.createDirectories(values.resolve("reports/billing~api-key"));
            Files.copy(value, values.resolve("reports/billing~api-key").resolve(value.getFileName()));
        }
        var elsewhere = new Target(
                LocalBench.credential("billing/api-key", CredentialKind.SECRET, List.of(), "reports"), "reports");
        assertThat(bench.delivery().fetch(elsewhere, bench.first)).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void aReaderNeverMissesAFileNorSeesTwoGenerationsAtOnce() throws Exception {
        var bench = bench(CredentialKind.CERTIFICATE);
        var candidate = promoted(bench);
        var current = bench.delivered("billing").resolve("current");
        var stop = new AtomicBoolean();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var reader = threads.submit(() -> {
                int read = 0;
                while (!stop.get() || read == 0) {
                    var shown = current.toRealPath();
                    var chain = io.nhigovernor.connectors.parts.keys.EcKeys.chain(
                            Files.readString(shown.resolve("chain.pem")));
                    var key = Files.readString(shown.resolve("key.pem"));
                    var fingerprint = Files.readString(shown.resolve("fingerprint"));
                    assertThat(bench.opened.authority().certificate().getSubjectX500Principal())
                            .isEqualTo(chain.getFirst().getIssuerX500Principal());
                    try (var named = new Material(
                            Secret.copyOf(io.nhigovernor.connectors.parts.keys.Pem.der("PRIVATE KEY", key)),
                            Optional.of(Files.readString(shown.resolve("chain.pem"))))) {
                        assertThat(Form.of(CredentialKind.CERTIFICATE, bench.opened)
                                        .fingerprint(named))
                                .isEqualTo(new Fingerprint(fingerprint));
                    }
                    read++;
                }
                return read;
            });
            for (int i = 0; i < 40; i++) {
                promote(bench, i % 2 == 0 ? bench.first : candidate);
            }
            stop.set(true);
            assertThat(reader.get()).isPositive();
        }
    }

    @Test
    void whatACrashLeftBehindIsHarmlessAndItsNumberIsNotUsedAgain() throws Exception {
        var bench = bench(CredentialKind.SECRET);
        var before = pointer(bench);
        var folder = bench.delivered("billing");
        // Killed after writing the directory and before moving the link, and again while writing.
        var orphan = Files.createDirectory(folder.resolve("v00000002-orphan"));
        Files.writeString(orphan.resolve("fingerprint"), bench.first.value());
        Files.createDirectory(folder.resolve(".tmp-directory"));
        Files.writeString(folder.resolve(".tmp-directory/secret"), "half");
        Files.createSymbolicLink(folder.resolve(".tmp-link"), Path.of("v00000002-orphan"));
        Files.writeString(bench.home.resolve("accept/.tmp-accept"), "{half");
        Files.writeString(bench.home.resolve("store/values/billing/billing~api-key/.tmp-value"), "half");
        assertThat(pointer(bench)).isEqualTo(before);
        var candidate = promoted(bench);
        assertThat(pointer(bench).generation()).isEqualTo(candidate);
        assertThat(pointer(bench).version().value()).isEqualTo(3);
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(".tmp-"));
        }
    }

    @Test
    void discardingRemovesEveryDirectoryOfTheGeneration() throws Exception {
        var bench = bench(CredentialKind.SECRET);
        promote(bench, bench.first);
        var candidate = promoted(bench);
        bench.delivery().discard(target(bench), bench.first, call());
        try (var left = Files.list(bench.delivered("billing"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "current", "v00000003-" + candidate.value().substring("hmac:".length()));
        }
    }

    @Test
    void aLinkToSomethingNotWrittenHereIsNeitherReadNorOverwritten() throws Exception {
        var bench = bench(CredentialKind.SECRET);
        var current = bench.delivered("billing").resolve("current");
        Files.delete(current);
        Files.createSymbolicLink(current, Path.of("elsewhere"));
        assertThat(bench.delivery().read(target(bench))).isInstanceOf(Reading.Unreadable.class);
        assertThat(bench.delivery().promote(target(bench), bench.first, new io.nhigovernor.spi.Version(1), call()))
                .isInstanceOf(Outcome.NotApplied.class);
        assertThat(Files.readSymbolicLink(current)).isEqualTo(Path.of("elsewhere"));
    }

    @Test
    void aDamagedAcceptDocumentIsUnreadableAndLeftAlone() throws Exception {
        var bench = bench(CredentialKind.SECRET);
        Files.writeString(bench.accept(), "{}");
        assertThat(bench.verifier().read(bench.credential())).isInstanceOf(Reading.Unreadable.class);
        assertThat(bench.verifier().destroy(bench.credential(), bench.first, call()))
                .isInstanceOf(Outcome.NotApplied.class);
        assertThat(bench.accept()).hasContent("{}");
    }

    @Test
    void aBusyLockIsBusyAndNotUnknown() throws Exception {
        var bench = bench(CredentialKind.SECRET);
        try (var held = bench.opened
                        .locks()
                        .acquire(LocalHome.targetLock(target(bench).id()), Duration.ofSeconds(1))
                        .orElseThrow();
                var threads = Executors.newSingleThreadExecutor()) {
            var outcome = threads.submit(() -> bench.delivery()
                            .promote(
                                    target(bench),
                                    bench.first,
                                    pointer(bench).version(),
                                    new Call("late", "attempt", Duration.ofMillis(20))))
                    .get();
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.NotApplied.class,
                            busy -> assertThat(busy.why()).isEqualTo(Outcome.Why.BUSY));
        }
    }

    private LocalBench bench(CredentialKind kind) throws Exception {
        var bench = new LocalBench(kind, "billing");
        laidOut = Optional.of(bench);
        return bench;
    }

    private Call call() {
        return new Call("intent-" + ++intents, "attempt", Duration.ofSeconds(5));
    }

    /** Stages, admits, completes and promotes a candidate. */
    private Fingerprint promoted(LocalBench bench) {
        try (var made = bench.make()) {
            bench.delivery().stage(target(bench), made, call());
            var admitted = (Outcome.Applied) bench.verifier().admit(bench.credential(), made, call());
            try (var complete = admitted.minted().map(made::joinedWith).orElseGet(made::copy)) {
                bench.delivery().stage(target(bench), complete, call());
            }
            var candidate = admitted.observed().generation().orElseThrow();
            promote(bench, candidate);
            return candidate;
        }
    }

    private void promote(LocalBench bench, Fingerprint generation) {
        assertThat(bench.delivery()
                        .promote(target(bench), generation, pointer(bench).version(), call()))
                .isInstanceOf(Outcome.Applied.class);
    }

    private static Target target(LocalBench bench) {
        return new Target(bench.credential(), "billing");
    }

    private static Pointer pointer(LocalBench bench) {
        return ((Reading.Known<Optional<Pointer>>) bench.delivery().read(target(bench)))
                .value()
                .orElseThrow();
    }

    static Material fetched(LocalBench bench, Target target, Fingerprint generation) {
        return ((Reading.Known<Optional<Material>>) bench.delivery().fetch(target, generation))
                .value()
                .orElseThrow();
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The whole and its second half, as they are and in the usual encodings. */
    private static List<String> forms(byte[] secret) {
        var half = Arrays.copyOfRange(secret, secret.length / 2, secret.length);
        return java.util.stream.Stream.of(secret, half)
                .flatMap(bytes -> java.util.stream.Stream.of(
                        new String(bytes, StandardCharsets.ISO_8859_1),
                        HexFormat.of().formatHex(bytes),
                        Base64.getEncoder().withoutPadding().encodeToString(bytes),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                .toList();
    }
}
