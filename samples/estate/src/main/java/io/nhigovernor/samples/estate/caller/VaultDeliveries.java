package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.accept.AcceptBook;
import io.nhigovernor.samples.estate.vault.VaultClient;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** Of the Vault connector: secrets of KV v2, read afresh when their version moves. */
public final class VaultDeliveries implements Deliveries {
    /** Shown in counters while what was read is in no accept document. */
    private static final Fingerprint UNRECOGNISED = new Fingerprint("unrecognised");
    /** Where a governor with the connector's defaults remembers which accessor is which generation. */
    private static final String REGISTER = "nhi-governor/register/";

    private final VaultClient vault;
    private final AcceptBook book;
    private final SSLSocketFactory sockets;
    private final LoginWitness witness;

    public VaultDeliveries(VaultClient vault, AcceptBook book, SSLSocketFactory sockets, LoginWitness witness) {
        this.vault = vault;
        this.book = book;
        this.sockets = sockets;
        this.witness = witness;
    }

    @Override
    public Delivered of(Credential credential, String identity) {
        var settings = credential.delivery().settings();
        return new Place(
                credential,
                settings.getOrDefault("mount", "secret"),
                settings.getOrDefault("path", "").replace("{identity}", identity));
    }

    private final class Place implements Delivered {
        private final Credential credential;
        private final String mount;
        private final String path;

        Place(Credential credential, String mount, String path) {
            this.credential = credential;
            this.mount = mount;
            this.path = path;
        }

        @Override
        public String shown() throws IOException {
            return Long.toString(vault.version(mount, path));
        }

        /** Whatever version is the newest by now: a consumer that asks for one by number would be pinned to it. */
        @Override
        public Held read(String shown) throws IOException {
            var fields = vault.secret(mount, path).orElseThrow(() -> new IOException("nothing lies at " + path));
            return switch (credential.kind()) {
                case SECRET -> {
                    var value = fields.path("value").asText().getBytes(StandardCharsets.UTF_8);
                    yield HeldSecret.of(credential.id(), recognised(value), value, sockets);
                }
                case APPROLE -> {
                    var secretId = fields.path("secret_id").asText();
                    var role = vault.role(
                            credential.verifier().settings().getOrDefault("mount", "approle"),
                            credential.verifier().settings().getOrDefault("role", ""));
                    yield new HeldSecretId(recognised(role, secretId), role, secretId, vault, witness);
                }
                case CERTIFICATE, OIDC_SECRET, OIDC_KEY, DATABASE, PERMISSIONS ->
                    throw new IllegalArgumentException(
                            "the estate's callers read no " + credential.kind() + " in Vault");
            };
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
                    ? registered(known.get().path("secret_id_accessor").asText())
                            .orElse(UNRECOGNISED)
                    : new Fingerprint(named);
        }

        private Optional<Fingerprint> registered(String accessor) throws IOException {
            var register = vault.secret("secret", REGISTER + credential.id().replace("/", "~2f"));
            if (register.isPresent()) {
                for (var generation : register.get().path("generations")) {
                    if (generation.path("accessor").asText().equals(accessor)) {
                        return Optional.of(
                                new Fingerprint(generation.path("fingerprint").asText()));
                    }
                }
            }
            return Optional.empty();
        }
    }
}
