package io.nhigovernor.samples.estate.vault;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.testkit.servers.VaultHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The PKI mount of a team that changed its issuer: what its consumers hold was signed by the first one, and whatever is signed from now
 * on comes from the second. Its audit log tells serials in clear.
 */
final class TeamIssuer {
    private static final String PKI = "pki";
    private static final String LIFETIME = "700h";
    private static final String LEAF_LIFETIME = "240h";

    private final VaultHttp root;

    /** @param root asks as whoever set this Vault up */
    TeamIssuer(VaultHttp root) {
        this.root = root;
    }

    /** @return the first authority, PEM */
    String first() {
        root.must(
                "sys/mounts/" + PKI,
                Map.of(
                        "type",
                        "pki",
                        "config",
                        Map.of(
                                "max_lease_ttl",
                                "800h",
                                "audit_non_hmac_request_keys",
                                List.of("common_name", "serial_number"),
                                "audit_non_hmac_response_keys",
                                List.of("serial_number", "revocation_time"))));
        var certificate = authority("root/generate/internal", "first");
        root.must(
                PKI + "/roles/workload",
                Map.of(
                        "allow_any_name",
                        true,
                        "enforce_hostnames",
                        false,
                        "key_type",
                        "ec",
                        "key_bits",
                        256,
                        "allowed_uri_sans",
                        "spiffe://estate/*",
                        "server_flag",
                        false,
                        "ttl",
                        LEAF_LIFETIME));
        return certificate;
    }

    /** From now on the second one signs. @return it, PEM */
    String second() {
        var certificate = authority("root/rotate/internal", "second");
        root.must(PKI + "/config/issuers", Map.of("default", "second"));
        return certificate;
    }

    private String authority(String path, String name) {
        return root.must(
                        PKI + "/" + path,
                        Map.of(
                                "common_name",
                                "estate, " + name + " issuer",
                                "issuer_name",
                                name,
                                "ttl",
                                LIFETIME,
                                "key_type",
                                "ec",
                                "key_bits",
                                256))
                .data()
                .path("certificate")
                .asText();
    }

    /** Key and chain as Vault issues them, in the fields of its own answer. */
    Map<String, ?> issued(ConnectorSettings verifier) {
        var answer = root.must(
                        PKI + "/issue/" + TeamVault.setting(verifier, "role"),
                        Map.of(
                                "common_name",
                                TeamVault.setting(verifier, "commonName"),
                                "uri_sans",
                                TeamVault.setting(verifier, "uriSans"),
                                "ttl",
                                LEAF_LIFETIME,
                                "private_key_format",
                                "pkcs8"))
                .data();
        var authorities = new ArrayList<String>();
        answer.path("ca_chain").valueStream().map(JsonNode::asText).forEach(authorities::add);
        return Map.of(
                "private_key",
                answer.path("private_key").asText(),
                "certificate",
                answer.path("certificate").asText(),
                "ca_chain",
                authorities);
    }
}
