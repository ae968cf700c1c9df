package io.nhigovernor.samples.estate.caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.accept.AcceptBook;
import io.nhigovernor.samples.estate.vault.VaultClient;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Of the Vault connector: secrets of KV v2, read afresh when their version moves. */
public final class VaultDeliveries implements Deliveries {
    /** Shown in counters while what was read is in no accept document. */
    private static final Fingerprint UNRECOGNISED = new Fingerprint("unrecognised");
    /** Where a governor with the connector's defaults remembers which accessor, or which role of a database, is which generation. */
    private static final String REGISTER = "nhi-governor/register/";

    private static final String LOGIN = "login";
    /** Nobody watches a Vault as one watches a file. */
    private static final Duration APART = Duration.ofSeconds(2);

    private final VaultClient vault;
    private final AcceptBook book;
    private final Services services;
    private final LoginWitness witness;
    private final Map<String, String> loginMounts;

    /**
     * How services are called.
     *
     * @param trust in their own certificates
     * @param sockets for calls that show no certificate
     */
    public record Services(X509ExtendedTrustManager trust, SSLSocketFactory sockets) {}

    /** @param identities the label {@code login} names the auth mount that one really logs in at, if it is not the declared one */
    public VaultDeliveries(
            VaultClient vault, AcceptBook book, Services services, LoginWitness witness, List<Identity> identities) {
        this.vault = vault;
        this.book = book;
        this.services = services;
        this.witness = witness;
        this.loginMounts = identities.stream()
                .filter(identity -> identity.labels().containsKey(LOGIN))
                .collect(Collectors.toUnmodifiableMap(
                        Identity::id, identity -> identity.labels().getOrDefault(LOGIN, "")));
    }

    @Override
    public Delivered of(Credential credential, String identity) {
        var settings = credential.delivery().settings();
        return new Place(
                credential,
                identity,
                settings.getOrDefault("mount", "secret"),
                settings.getOrDefault("path", "").replace("{identity}", identity));
    }

    private final class Place implements Delivered {
        private final Credential credential;
        private final String identity;
        private final String mount;
        private final String path;

        Place(Credential credential, String identity, String mount, String path) {
            this.credential = credential;
            this.identity = identity;
            this.mount = mount;
            this.path = path;
        }

        @Override
        public String shown() throws IOException {
            return Long.toString(vault.version(mount, path));
        }

        @Override
        public Duration apart() {
            return APART;
        }

        /** Whatever version is the newest by now: a consumer that asks for one by number would be pinned to it. */
        @Override
        public Held read(String shown) throws IOException {
            var fields = vault.secret(mount, path).orElseThrow(() -> new IOException("nothing lies at " + path));
            return switch (credential.kind()) {
                case SECRET -> {
                    var value = fields.path("value").asText().getBytes(StandardCharsets.UTF_8);
                    yield HeldSecret.of(credential.id(), recognised(value), value, services.sockets());
                }
                case APPROLE -> {
                    var secretId = fields.path("secret_id").asText();
                    var settings = credential.verifier().settings();
                    var name = settings.getOrDefault("role", "");
                    var declared = vault.role(settings.getOrDefault("mount", "approle"), name);
                    var real = vault.role(loginMounts.getOrDefault(identity, declared.mount()), name);
                    yield new HeldSecretId(recognised(declared, secretId), real, secretId, vault, witness);
                }
                case CERTIFICATE -> certificate(fields);
                case DATABASE -> {
                    var role = fields.path("static_role").asText();
                    var login =
                            vault.staticRole(credential.verifier().settings().getOrDefault("mount", "database"), role);
                    yield new HeldRole(
                            registered("role", role).orElse(UNRECOGNISED),
                            login.path("username").asText(),
                            login.path("password").asText(),
                            witness);
                }
                case OIDC_SECRET, OIDC_KEY, PERMISSIONS ->
                    throw new IllegalArgumentException(
                            "the estate's callers read no " + credential.kind() + " in Vault");
            };
        }

        /** In the fields of Vault's own {@code pki/issue}: the chain is a text, or a list of them. */
        private Held certificate(JsonNode fields) throws IOException {
            var chain = new StringBuilder(fields.path("certificate").asText()).append('\n');
            var authorities = fields.path("ca_chain");
            if (authorities.isTextual()) {
                chain.append(authorities.asText());
            }
            authorities.forEach(authority -> chain.append(authority.asText()).append('\n'));
            try {
                return HeldCertificate.of(fields.path("private_key").asText(), chain.toString(), services.trust());
            } catch (GeneralSecurityException | IllegalArgumentException | NoSuchElementException e) {
                throw new IOException("no usable certificate lies at " + path, e);
            }
        }

        /** A consumer knows values, no generations: its counters get their names as its services do. */
        private Fingerprint recognised(byte[] value) {
            return book.recognised(credential.id(), value)
                    .or(() -> {
                        book.refresh();
                        return book.recognised(credential.id(), value);
                    })
                    .orElse(UNRECOGNISED);
        }

        /** The governor's own secret ids say which they are; of one that was adopted its register knows. */
        private Fingerprint recognised(VaultClient.Role role, String secretId) throws IOException {
            var known = vault.secretId(role, secretId);
            if (known.isEmpty()) {
                return UNRECOGNISED;
            }
            var named = known.get().path("metadata").path("generation").asText("");
            return named.isEmpty()
                    ? registered(
                                    "accessor",
                                    known.get().path("secret_id_accessor").asText())
                            .orElse(UNRECOGNISED)
                    : new Fingerprint(named);
        }

        private Optional<Fingerprint> registered(String field, String value) throws IOException {
            var register = vault.secret("secret", REGISTER + credential.id().replace("/", "~2f"));
            if (register.isPresent()) {
                for (var generation : register.get().path("generations")) {
                    if (generation.path(field).asText().equals(value)) {
                        return Optional.of(
                                new Fingerprint(generation.path("fingerprint").asText()));
                    }
                }
            }
            return Optional.empty();
        }
    }
}
