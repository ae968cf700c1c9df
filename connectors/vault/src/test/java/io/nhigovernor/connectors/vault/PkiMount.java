package io.nhigovernor.connectors.vault;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.testkit.servers.VaultServer;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A PKI mount of its own in a real Vault, with a root and the roles {@code workload} and {@code server}. */
final class PkiMount {
    private static final Map<String, ?> OPEN = Map.of(
            "allow_any_name",
            true,
            "enforce_hostnames",
            false,
            "key_type",
            "any",
            "allowed_uri_sans",
            "*",
            "max_ttl",
            "1h");

    final VaultServer server;
    final String path;
    final X509Certificate root;
    final String rootPem;

    PkiMount(VaultServer server) throws UnusableMaterialException {
        this.server = server;
        path = server.mount("pki");
        rootPem = must(
                        "root/generate/internal",
                        Map.of("common_name", "authority of " + path, "ttl", "700h", "key_type", "ec", "key_bits", 256))
                .path("certificate")
                .asText();
        root = EcKeys.chain(rootPem).getFirst();
        role("workload", Map.of());
        must("roles/server", Map.of("allow_any_name", true, "key_type", "ec", "key_bits", 256, "max_ttl", "2h"));
    }

    /** Allows any name and any key, for an hour at most. */
    void role(String name, Map<String, ?> more) {
        var settings = new HashMap<String, Object>(OPEN);
        settings.putAll(more);
        must("roles/" + name, settings);
    }

    /** Another mount whose authority this root signed, with the role {@code workload}. */
    String intermediate() {
        var http = server.http();
        var mount = server.mount("pki");
        var request = http.must(
                        mount + "/intermediate/generate/internal",
                        Map.of("common_name", "authority of " + mount, "key_type", "ec", "key_bits", 256))
                .data()
                .path("csr");
        var signed = must("root/sign-intermediate", Map.of("csr", request, "ttl", "600h"));
        http.must(
                mount + "/intermediate/set-signed",
                Map.of("certificate", signed.path("certificate").asText() + "\n" + rootPem));
        http.must(mount + "/roles/workload", OPEN);
        return mount;
    }

    JsonNode must(String rest, Map<String, ?> body) {
        return server.http().must(path + "/" + rest, body).data();
    }

    /** Every serial that it keeps, as Vault writes them; its own root among them. */
    List<String> serials() {
        return server.http()
                .list(path + "/certs")
                .data()
                .path("keys")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    X509Certificate certificate(String serial) throws UnusableMaterialException {
        return EcKeys.chain(server.http()
                        .get(path + "/cert/" + serial)
                        .data()
                        .path("certificate")
                        .asText())
                .getFirst();
    }

    boolean revoked(String serial) {
        return server.http()
                        .get(path + "/cert/" + serial)
                        .data()
                        .path("revocation_time")
                        .asLong()
                > 0;
    }

    /** As anybody may read it. */
    X509CRL revocations() throws GeneralSecurityException, UnusableMaterialException {
        var pem = server.anonymous()
                .get(path + "/cert/crl")
                .data()
                .path("certificate")
                .asText();
        var der = Pem.der(Pem.CRL, pem);
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }
}
