package io.nhigovernor.samples.estate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.connectors.local.files.ValueStore;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every secret value of one run, gathered while it goes on: generations come and are destroyed. */
public final class Secrets {
    private static final int SCALAR_BYTES = 32;

    private final Places places;
    private final Outside outside;
    private final StoreKey storeKey;
    private final ValueStore store;
    private final Map<String, Needle> needles = new TreeMap<>();
    private final Set<Fingerprint> generations = new HashSet<>();

    /** Where they lie by design. @param data the governor's, where its ledger's key lies */
    record Places(Path home, Path keyFile, Path tokens, Path data) {
        /** Delivered files, and the files that hold keys and tokens for those who need them. */
        boolean byDesign(Path file) {
            return Stream.of(
                            home.resolve("delivered"),
                            home.resolve("services"),
                            tokens,
                            keyFile,
                            data.resolve("ledger.key"))
                    .anyMatch(file::startsWith);
        }
    }

    public Secrets(Site site) throws IOException {
        this(new Places(site.home(), site.keyFile(), site.tokens(), site.data()));
    }

    Secrets(Places places) throws IOException {
        this.places = places;
        this.outside = new Outside(places.home());
        this.storeKey = new StoreKey(
                Base64.getDecoder().decode(Files.readString(places.keyFile()).strip()));
        this.store = new ValueStore(places.home().resolve("store").resolve("values"), storeKey);
    }

    synchronized Collection<Needle> needles() {
        return List.copyOf(needles.values());
    }

    /** By fingerprint, every generation whose secret is among them. */
    public synchronized Set<String> generations() {
        var names = new TreeSet<String>();
        generations.forEach(generation -> names.add(generation.value()));
        return names;
    }

    /** Those that do not change: tokens, the store's key and what it seals, the ledger's key, the services' own keys. */
    public synchronized void gatherFixed() throws IOException, GeneralSecurityException {
        try (var files = Files.list(places.tokens())) {
            for (var file : files.toList()) {
                text("token " + file.getFileName(), file);
            }
        }
        add(
                "store key",
                Base64.getDecoder().decode(Files.readString(places.keyFile()).strip()));
        text("store key as text", places.keyFile());
        var authority = Files.readAllBytes(places.home().resolve("store").resolve("authority"));
        try {
            key("authority", storeKey.open(authority, "certificate authority"));
        } catch (StoreKey.WrongKeyException e) {
            throw new AssertionError("the authority's key is sealed otherwise", e);
        }
        var ledger = der(places.data().resolve("ledger.key"));
        add("ledger key", Arrays.copyOfRange(ledger, ledger.length - SCALAR_BYTES, ledger.length));
        try (var files = Files.walk(places.home().resolve("services"))) {
            for (var file : files.filter(path -> path.endsWith("key.pem")).toList()) {
                key("service key " + file.getParent().getFileName(), der(file));
            }
        }
    }

    /** What lies in the store now. */
    public synchronized void gatherGenerations() throws IOException, GeneralSecurityException {
        for (var subject : outside.targets()) {
            var target = new TargetId(subject.credential(), subject.identity());
            for (var fingerprint : store.kept(target)) {
                if (!generations.contains(fingerprint)) {
                    try (var value = store.get(target, fingerprint).orElse(null)) {
                        if (value != null) {
                            value(fingerprint, value.material().secret().use(byte[]::clone));
                        }
                    }
                }
            }
        }
    }

    /** None of them is found under {@code root} but where it belongs; one that is planted there is found. */
    public void lieOnlyWhereTheyBelong(Path root) throws IOException {
        var scan = new LeakScan(needles());
        var planted = root.resolve("planted");
        var secret = needles().iterator().next().value();
        Files.writeString(planted, "a line of a log " + Base64.getEncoder().encodeToString(secret));
        assertThat(scan.scan(root, places::byDesign))
                .extracting(LeakScan.Finding::file)
                .containsOnly(planted);
        assertThat(scan.scan(places.home().resolve("delivered"), file -> false))
                .as("by design in delivered files")
                .isNotEmpty();
    }

    /** {@link #gatherGenerations} for a timer. */
    public void gather() {
        try {
            gatherGenerations();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void value(Fingerprint fingerprint, byte[] secret) throws GeneralSecurityException {
        if (fingerprint.value().startsWith("hmac:")) {
            add("secret " + fingerprint, secret);
        } else {
            key("key " + fingerprint, secret);
        }
        generations.add(fingerprint);
    }

    /** Of a key only the scalar is secret: the rest of its encoding is the same for all, or public. */
    private void key(String name, byte[] pkcs8) throws GeneralSecurityException {
        var key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        add(name, HexFormat.of().parseHex("%064x".formatted(key.getS())));
    }

    private static byte[] der(Path file) throws IOException {
        try {
            return Pem.der(Pem.PRIVATE_KEY, Files.readString(file));
        } catch (io.nhigovernor.connectors.parts.keys.UnusableMaterialException e) {
            throw new IOException(file + " holds no private key", e);
        }
    }

    private void text(String name, Path file) throws IOException {
        add(name, Files.readString(file).strip().getBytes(StandardCharsets.UTF_8));
    }

    private void add(String name, byte[] value) {
        needles.put(name, new Needle(name, value));
    }
}
