package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Version;
import io.nhigovernor.testkit.faults.FaultProxy;
import io.nhigovernor.testkit.servers.VaultHttp;
import io.nhigovernor.testkit.servers.VaultServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real Vault behind a {@link FaultProxy}, and credentials of one kind at it, one after the other. What it looks like behind the
 * governor's back is told by {@link #truth}.
 */
final class FaultBench implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final VaultServer server;
    final FaultProxy proxy;
    final String kv;
    final String login;
    private final CredentialKind kind;
    private final Map<String, String> section;
    private int credentials;

    FaultBench(VaultServer server, CredentialKind kind, Path folder) throws IOException {
        this.server = server;
        this.kind = kind;
        kv = server.mountKv();
        login = kind == CredentialKind.APPROLE ? VaultBench.appRole(server) : "";
        proxy = FaultProxy.before(server.address());
        section = new TreeMap<>(VaultBench.section(server, folder, kv));
        section.put("address", proxy.address().toString());
    }

    VaultHttp http() {
        return server.http();
    }

    /** A process of the governor's, that knows nothing of others. */
    VaultConnector connector() {
        return new VaultConnector(Vault.open(VaultConfiguration.of(section), InstantSource.system()));
    }

    /** The next credential, not enrolled. */
    Credential next() {
        var name = "key-" + ++credentials;
        Map<String, String> verifier;
        if (kind == CredentialKind.APPROLE) {
            http().must("auth/" + login + "/role/" + name, Map.of("token_ttl", "1h", "token_policies", "default"));
            verifier = Map.of("mount", login, "role", name);
        } else {
            verifier = Map.of("mount", kv, "path", "accept/" + name);
        }
        return new Credential(
                "billing/" + name,
                kind,
                List.of("billing"),
                ConnectorSettings.of("vault", verifier),
                ConnectorSettings.of("vault", Map.of("mount", kv, "path", "apps/" + name)),
                List.of(new RelyingParty("vault", server.address())));
    }

    /** The next credential, enrolled. */
    Enrolled enrolled() throws IOException {
        var credential = next();
        proxy.calm();
        var connector = connector();
        return new Enrolled("key-" + credentials, credential, connector, VaultBench.enrolled(connector, credential));
    }

    /** @param connector the process that has handled it so far */
    final class Enrolled implements AutoCloseable {
        final String name;
        final Credential credential;
        final Target target;
        final VaultConnector connector;
        final Fingerprint first;

        Enrolled(String name, Credential credential, VaultConnector connector, Fingerprint first) {
            this.name = name;
            this.credential = credential;
            this.target = new Target(credential, "billing");
            this.connector = connector;
            this.first = first;
        }

        Call call(String intent) {
            return new Call(intent, "attempt-1", PATIENCE);
        }

        Material make() {
            return connector.kinds().of(credential).make();
        }

        Fingerprint fingerprint(Material material) {
            try {
                return connector.kinds().of(credential).form(credential).fingerprint(material);
            } catch (io.nhigovernor.connectors.parts.keys.UnusableMaterialException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        Outcome stage(Material material) {
            return connector.delivery().stage(target, material, call("stage"));
        }

        Outcome admit(Material material) {
            return connector.verifier().admit(credential, material, call("admit"));
        }

        Outcome promote(Fingerprint generation, String intent) {
            return connector.delivery().promote(target, generation, pointer(), call(intent));
        }

        Version pointer() {
            return known(connector.delivery().read(target)).orElseThrow().version();
        }

        Version accepted() {
            return known(connector.verifier().read(credential)).version();
        }

        String path() {
            return kv + "/data/apps/" + name;
        }

        /**
         * All there is of it at Vault, in words in which its two generations are {@code prior} and {@code candidate}.
         *
         * @param candidate of the attempt under test
         */
        List<String> truth(Fingerprint candidate) {
            var lines = new ArrayList<String>();
            try (var fresh = connector()) {
                lines.add("pointer " + fresh.delivery().read(target));
                lines.add("acceptance " + fresh.verifier().read(credential));
                lines.add("pending " + fresh.delivery().pending(target, "attempt-1"));
            }
            lines.add("delivered " + versions("apps/" + name));
            var folder = "nhi-governor/values/billing/billing~2f" + name + "/";
            for (var key : http().list(kv + "/metadata/" + folder).data().path("keys")) {
                lines.add("kept " + key.asText() + " " + versions(folder + key.asText()));
            }
            lines.add("accept " + versions("accept/" + name));
            lines.add("register " + versions("nhi-governor/register/billing~2f" + name));
            if (kind == CredentialKind.APPROLE) {
                var role = "auth/" + login + "/role/" + name;
                var found = new ArrayList<String>();
                for (var accessor : http().list(role + "/secret-id").data().path("keys")) {
                    found.add(http().must(
                                    role + "/secret-id-accessor/lookup",
                                    Map.of("secret_id_accessor", accessor.asText()))
                            .data()
                            .path("metadata")
                            .toString());
                }
                found.sort(null);
                lines.add("secret ids " + found);
            }
            return lines.stream()
                    .map(line -> line.replace(candidate.value(), "candidate")
                            .replace(first.value(), "prior")
                            .replace(io.nhigovernor.connectors.vault.kv.PathNames.of(first.value()), "prior")
                            .replace(name, "key"))
                    .toList();
        }

        private String versions(String path) {
            var found = new TreeMap<String, String>();
            http().get(kv + "/metadata/" + path)
                    .data()
                    .path("versions")
                    .properties()
                    .forEach(version -> found.put(
                            version.getKey(),
                            version.getValue().path("destroyed").asBoolean() ? "destroyed" : "there"));
            return found.toString();
        }

        @Override
        public void close() {
            connector.close();
        }
    }

    static <T> T known(Reading<T> reading) {
        if (reading instanceof Reading.Known<T> known) {
            return known.value();
        }
        throw new AssertionError(reading.toString());
    }

    @Override
    public void close() {
        proxy.close();
    }
}
