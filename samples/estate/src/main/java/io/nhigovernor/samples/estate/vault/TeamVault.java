package io.nhigovernor.samples.estate.vault;

import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.testkit.servers.VaultHttp;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a team's Vault holds before a governor comes: mounts, roles, policies, and the values that most consumers read already. Control
 * accounts read nothing yet.
 */
public final class TeamVault {
    private static final String KV = "secret";
    private static final String APPROLE = "approle";
    /** Where some teams' secret ids were registered once more, by hand, before anybody wrote down who logs in where. */
    private static final String LEGACY_APPROLE = "approle-legacy";

    private static final String LOGIN = "login";
    private static final Map<String, ?> ROLE =
            Map.of("token_policies", "default", "token_ttl", "30s", "token_max_ttl", "60s");
    private static final int VALUE_BYTES = 32;
    private static final int READY_TRIES = 200;

    /** Its own folder, what it governs, and nothing else. */
    private static final String GOVERNOR_POLICY = """
            path "secret/config" { capabilities = ["read"] }
            path "secret/data/nhi-governor/*" { capabilities = ["create", "read", "update"] }
            path "secret/metadata/nhi-governor/*" { capabilities = ["read", "list"] }
            path "secret/destroy/nhi-governor/*" { capabilities = ["update"] }
            path "secret/data/accept/*" { capabilities = ["create", "read", "update"] }
            path "secret/metadata/accept/*" { capabilities = ["read"] }
            path "secret/data/estate/*" { capabilities = ["create", "read", "update", "patch"] }
            path "secret/metadata/estate/*" { capabilities = ["read"] }
            path "secret/destroy/estate/*" { capabilities = ["update"] }
            path "auth/approle/role/+" { capabilities = ["read"] }
            path "auth/approle/role/+/role-id" { capabilities = ["read"] }
            path "auth/approle/role/+/secret-id" { capabilities = ["list"] }
            path "auth/approle/role/+/custom-secret-id" { capabilities = ["create", "update"] }
            path "auth/approle/role/+/secret-id/lookup" { capabilities = ["create", "update"] }
            path "auth/approle/role/+/secret-id-accessor/*" { capabilities = ["create", "update"] }
            path "pki/roles/+" { capabilities = ["read"] }
            path "pki/sign/+" { capabilities = ["create", "update"] }
            path "pki/certs" { capabilities = ["list"] }
            path "pki/cert/*" { capabilities = ["read"] }
            path "pki/issuers" { capabilities = ["list"] }
            path "pki/issuer/+/json" { capabilities = ["read"] }
            path "pki/revoke" { capabilities = ["create", "update"] }
            path "database/static-roles/+" { capabilities = ["read"] }
            path "database/rotate-role/+" { capabilities = ["create", "update"] }
            path "database/static-creds/+" { capabilities = ["read"] }
            path "sys/mounts/auth/approle/tune" { capabilities = ["read"] }
            path "sys/audit-hash/audit-1" { capabilities = ["create", "update"] }
            """;

    /** Callers read what is delivered to them, services what they accept; the register names generations in counters. */
    private static final String ESTATE_POLICY = """
            path "secret/data/estate/*" { capabilities = ["read"] }
            path "secret/metadata/estate/*" { capabilities = ["read"] }
            path "secret/data/accept/*" { capabilities = ["read"] }
            path "secret/data/nhi-governor/register/*" { capabilities = ["read"] }
            path "auth/+/role/+/role-id" { capabilities = ["read"] }
            path "auth/approle/role/+/secret-id/lookup" { capabilities = ["create", "update"] }
            path "database/static-creds/+" { capabilities = ["read"] }
            """;

    private final VaultHttp root;
    private final SecureRandom random = new SecureRandom();

    /** @param root asks as whoever set this Vault up */
    public TeamVault(VaultHttp root) {
        this.root = root;
    }

    /** Tokens of the governor and of the estate, each with its own policy. */
    public record Tokens(String governor, String estate) {
        @Override
        public String toString() {
            return "<tokens>";
        }
    }

    /** @param bundles where the authorities of the PKI mount are put for services */
    public Tokens prepare(Documents documents, IssuerBundles bundles) throws IOException, InterruptedException {
        root.must("sys/mounts/" + KV, Map.of("type", "kv", "options", Map.of("version", "2")));
        // It makes itself ready in the background, and refuses everything until then.
        for (int tries = 0; !root.get(KV + "/config").good(); tries++) {
            if (tries == READY_TRIES) {
                throw new IllegalStateException("the KV mount does not become ready");
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
        for (var mount : List.of(APPROLE, LEGACY_APPROLE)) {
            root.must("sys/auth/" + mount, Map.of("type", "approle"));
            // Else a few refused logins would lock out every secret id of a role.
            root.must("sys/auth/" + mount + "/tune", Map.of("user_lockout_config", Map.of("lockout_disable", true)));
        }
        var pki = new TeamIssuer(root);
        var first = pki.first();
        root.must("sys/policies/acl/governor", Map.of("policy", GOVERNOR_POLICY));
        root.must("sys/policies/acl/estate", Map.of("policy", ESTATE_POLICY));
        for (var credential : documents.credentials()) {
            var given = given(credential, pki);
            if (given.isPresent()) {
                for (var holder : credential.holders()) {
                    deliver(credential, holder, given.get());
                }
            }
        }
        bundles.write(first, pki.second());
        elsewhere(documents);
        return new Tokens(token("governor"), token("estate"));
    }

    /** Whoever logs in at the old mount has its secret id there as well. */
    private void elsewhere(Documents documents) {
        for (var identity : documents.identities()) {
            if (!LEGACY_APPROLE.equals(identity.labels().get(LOGIN))) {
                continue;
            }
            for (var credential : documents.heldBy(identity)) {
                var role = "auth/" + LEGACY_APPROLE + "/role/" + setting(credential.verifier(), "role");
                var value = root.get(KV + "/data/" + path(credential, identity.id()))
                        .data()
                        .path("data")
                        .path("secret_id")
                        .asText();
                root.must(role, ROLE);
                root.must(
                        role + "/custom-secret-id",
                        Map.of("secret_id", value, "metadata", "{\"identity\": \"" + identity.id() + "\"}"));
            }
        }
    }

    private Optional<Map<String, ?>> given(Credential credential, TeamIssuer pki) {
        boolean newcomer = credential.holders().getFirst().startsWith("control-");
        return switch (credential.kind()) {
            case SECRET -> newcomer ? Optional.empty() : Optional.of(Map.of("value", value()));
            case APPROLE -> {
                var role = "auth/" + APPROLE + "/role/" + setting(credential.verifier(), "role");
                root.must(role, ROLE);
                yield newcomer
                        ? Optional.empty()
                        : Optional.of(Map.of(
                                "secret_id",
                                root.must(role + "/secret-id", Map.of())
                                        .data()
                                        .path("secret_id")
                                        .asText()));
            }
            case CERTIFICATE -> newcomer ? Optional.empty() : Optional.of(pki.issued(credential.verifier()));
            case DATABASE -> {
                var role = setting(credential.verifier(), "roleA");
                yield Optional.of(Map.of("static_role", role, "username", TeamDatabase.username(role)));
            }
            case OIDC_SECRET, OIDC_KEY, PERMISSIONS ->
                throw new IllegalArgumentException("this team keeps no " + credential.kind() + " in Vault");
        };
    }

    private void deliver(Credential credential, String holder, Map<String, ?> fields) {
        root.must(KV + "/data/" + path(credential, holder), Map.of("data", fields));
    }

    private static String path(Credential credential, String holder) {
        return setting(credential.delivery(), "path").replace("{identity}", holder);
    }

    static String setting(ConnectorSettings settings, String name) {
        return settings.settings().getOrDefault(name, "");
    }

    private String value() {
        var bytes = new byte[VALUE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String token(String policy) {
        return root.must("auth/token/create", Map.of("policies", new String[] {policy}, "period", "1h"))
                .body()
                .path("auth")
                .path("client_token")
                .asText();
    }
}
