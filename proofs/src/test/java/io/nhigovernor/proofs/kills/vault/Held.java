package io.nhigovernor.proofs.kills.vault;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.connectors.parts.keys.CertifiedKey;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.spi.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;

/** What a consumer once read, and may present as often as it wants. Never printed. */
sealed interface Held {
    /** Whether it is taken now. @throws SQLException if nobody said */
    boolean works(Acceptance acceptance) throws SQLException;

    /** Which generation of the credential it is, by what verifiers, or the governor's register, list. */
    Optional<Fingerprint> generation(Acceptance acceptance, String register);

    String secret();

    /** What nobody else may know. */
    default byte[] needle() {
        return secret().getBytes(StandardCharsets.UTF_8);
    }

    /** @param fields of the secret that the consumer reads */
    static Held of(Cast.Part part, JsonNode fields, Backends backends) {
        return switch (part.kind()) {
            case SECRET -> new Value(part.name(), fields.path("value").asText());
            case APPROLE -> new SecretId(part.name(), fields.path("secret_id").asText());
            case CERTIFICATE ->
                new Leaf(
                        leaf(fields.path("certificate").asText()),
                        fields.path("private_key").asText());
            case DATABASE -> {
                var role = fields.path("static_role").asText();
                yield new Login(role, backends.database.password(role));
            }
        };
    }

    private static X509Certificate leaf(String pem) {
        try {
            return EcKeys.chain(pem).getFirst();
        } catch (UnusableMaterialException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Optional<Fingerprint> listed(JsonNode document, Predicate<JsonNode> same) {
        return document.path("generations")
                .valueStream()
                .filter(same)
                .map(generation ->
                        new Fingerprint(generation.path("fingerprint").asText()))
                .findFirst();
    }

    /** A shared secret. */
    record Value(String name, String secret) implements Held {
        @Override
        public boolean works(Acceptance acceptance) {
            return acceptance.secret(name, secret);
        }

        @Override
        public Optional<Fingerprint> generation(Acceptance acceptance, String register) {
            return listed(acceptance.document("accept/" + name), generation -> Acceptance.fits(generation, secret));
        }

        @Override
        public String toString() {
            return "a secret of " + name;
        }
    }

    record SecretId(String role, String secret) implements Held {
        @Override
        public boolean works(Acceptance acceptance) {
            return acceptance.secretId(role, secret);
        }

        @Override
        public Optional<Fingerprint> generation(Acceptance acceptance, String register) {
            var known = acceptance.lookedUp(role, secret);
            var named = known.at("/metadata/generation").asText();
            return named.isEmpty()
                    ? listed(
                            acceptance.document(register),
                            generation -> generation.path("accessor").equals(known.path("secret_id_accessor")))
                    : Optional.of(new Fingerprint(named));
        }

        @Override
        public String toString() {
            return "a secret id of " + role;
        }
    }

    record Leaf(X509Certificate certificate, String secret) implements Held {
        @Override
        public boolean works(Acceptance acceptance) {
            return acceptance.certificate(certificate);
        }

        @Override
        public Optional<Fingerprint> generation(Acceptance acceptance, String register) {
            var spki = CertifiedKey.spki(certificate.getPublicKey());
            return listed(
                    acceptance.document(register),
                    generation -> generation.path("spki").asText().equals(spki));
        }

        /** Only the scalar: the rest of a key's encoding is the same for all. */
        @Override
        public byte[] needle() {
            try {
                var key = (ECPrivateKey) KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(Pem.der(Pem.PRIVATE_KEY, secret)));
                return HexFormat.of().parseHex("%064x".formatted(key.getS()));
            } catch (GeneralSecurityException | UnusableMaterialException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            return "certificate " + Acceptance.serial(certificate);
        }
    }

    /** A role of the database, and the password that Vault told for it. */
    record Login(String role, String secret) implements Held {
        @Override
        public boolean works(Acceptance acceptance) throws SQLException {
            return acceptance.login(role, secret);
        }

        @Override
        public Optional<Fingerprint> generation(Acceptance acceptance, String register) {
            return listed(
                    acceptance.document(register),
                    generation -> generation.path("role").asText().equals(role));
        }

        @Override
        public String toString() {
            return "a password of " + role;
        }
    }
}
