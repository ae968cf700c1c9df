package io.nhigovernor.samples.estate;

import io.nhigovernor.connectors.local.LocalConnectorFactory;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Moves credentials by hand through a real connector. */
final class Mover implements AutoCloseable {
    private final Connector connector;

    Mover(Path home, Path keyFile) {
        this(new LocalConnectorFactory().open(Map.of("home", home.toString(), "keyFile", keyFile.toString())));
    }

    Mover(Connector connector) {
        this.connector = connector;
    }

    /** A candidate that is staged for every holder and accepted; nobody is pointed at it yet. */
    Fingerprint admit(Credential credential) throws GeneralSecurityException {
        try (var material = fresh(credential.kind())) {
            return admit(credential, material);
        }
    }

    private Fingerprint admit(Credential credential, Material material) {
        var call = call();
        if (credential.kind() == CredentialKind.CERTIFICATE) {
            stage(credential, material, call);
        }
        var applied = applied(connector.verifier().admit(credential, material, call));
        try (var complete = applied.minted().map(material::joinedWith).orElseGet(material::copy)) {
            stage(credential, complete, call);
        }
        return applied.observed().generation().orElseThrow();
    }

    private void stage(Credential credential, Material material, Call call) {
        for (var holder : credential.holders()) {
            applied(connector.delivery().stage(new Target(credential, holder), material, call));
        }
    }

    void point(Credential credential, String holder, Fingerprint generation) {
        var target = new Target(credential, holder);
        applied(connector.delivery().promote(target, generation, pointer(target).version(), call()));
    }

    Fingerprint shown(Credential credential, String holder) {
        return pointer(new Target(credential, holder)).generation();
    }

    void disable(Credential credential, Fingerprint generation) {
        var acceptance = connector.verifier().read(credential);
        if (acceptance instanceof Reading.Known<Acceptance> known) {
            applied(connector
                    .verifier()
                    .disable(credential, generation, known.value().version(), call()));
        }
    }

    void destroy(Credential credential, Fingerprint generation) {
        applied(connector.verifier().destroy(credential, generation, call()));
    }

    Proof prove(Credential credential, Fingerprint generation, String probe) {
        var target = new Target(credential, credential.holders().getFirst());
        if (connector.delivery().fetch(target, generation) instanceof Reading.Known<Optional<Material>> known) {
            try (var material = known.value().orElseThrow()) {
                return connector
                        .verifier()
                        .prove(credential, material, credential.relyingParties().getFirst(), probe);
            }
        }
        throw new AssertionError("unreadable");
    }

    private Delivery.Pointer pointer(Target target) {
        if (connector.delivery().read(target) instanceof Reading.Known<Optional<Delivery.Pointer>> known) {
            return known.value().orElseThrow();
        }
        throw new AssertionError("unreadable");
    }

    private static Outcome.Applied applied(Outcome outcome) {
        if (outcome instanceof Outcome.Applied applied) {
            return applied;
        }
        throw new AssertionError(outcome);
    }

    private static Call call() {
        return new Call(UUID.randomUUID().toString(), UUID.randomUUID().toString(), Duration.ofSeconds(5));
    }

    private static Material fresh(CredentialKind kind) throws GeneralSecurityException {
        if (kind == CredentialKind.SECRET || kind == CredentialKind.APPROLE || kind == CredentialKind.DATABASE) {
            return Material.ofSecret(Secret.copyOf(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII)));
        }
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        var spki = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return new Material(Secret.copyOf(pair.getPrivate().getEncoded()), Optional.of(spki));
    }

    @Override
    public void close() {
        connector.close();
    }
}
