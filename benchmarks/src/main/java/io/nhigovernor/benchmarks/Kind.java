package io.nhigovernor.benchmarks;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.RelyingParty;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What is rotated, and where it lies: one credential for each identity, as the documents say it. */
enum Kind {
    /** A shared secret in KV v2, accepted by an accept document: no relying party is asked, so proving it asks nobody. */
    KV("kv") {
        @Override
        Credential credential(String identity, Mounts mounts, URI vault) {
            return new Credential(
                    "secret/" + identity,
                    CredentialKind.SECRET,
                    List.of(identity),
                    ConnectorSettings.of("vault", Map.of("mount", mounts.kv(), "path", "accept/" + identity)),
                    ConnectorSettings.of("vault", Map.of("mount", mounts.kv(), "path", "apps/{identity}/key")),
                    List.of());
        }
    },
    /** The secret id of a role of its own, proven by a real login. */
    APPROLE("approle") {
        @Override
        Credential credential(String identity, Mounts mounts, URI vault) {
            return new Credential(
                    "approle/" + identity,
                    CredentialKind.APPROLE,
                    List.of(identity),
                    ConnectorSettings.of("vault", Map.of("mount", mounts.appRole(), "role", identity)),
                    ConnectorSettings.of("vault", Map.of("mount", mounts.kv(), "path", "apps/{identity}/key")),
                    List.of(new RelyingParty("vault", vault)));
        }
    };

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    abstract Credential credential(String identity, Mounts mounts, URI vault);

    /** Where the governor works, and where the raw client repeats it. */
    record Mounts(String kv, String appRole) {
        static final Mounts GOVERNOR = new Mounts("secret", "approle");
        static final Mounts FLOOR = new Mounts("floor-secret", "floor-approle");
    }
}
