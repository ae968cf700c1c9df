package io.nhigovernor.proofs.kills.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.nhigovernor.testkit.servers.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Whether a credential works now, asked of whoever verifies it, without any code of the governor's. */
record Acceptance(Backends backends) {
    /** SQLSTATEs of a refused login: for its password, and for a role that may not log in. */
    private static final String WRONG_PASSWORD = "28P01";

    private static final String NO_LOGIN = "28000";

    /** The accept document or register that lies there; missing if none does. */
    JsonNode document(String path) {
        var answer = backends.http().get("secret/data/" + path);
        return answer.good() ? answer.data().path("data") : MissingNode.getInstance();
    }

    boolean secret(String name, String value) {
        return document("accept/" + name)
                .path("generations")
                .valueStream()
                .anyMatch(
                        generation -> generation.path("status").asText().equals("enabled") && fits(generation, value));
    }

    static boolean fits(JsonNode generation, String value) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(Base64.getUrlDecoder().decode(generation.path("salt").asText()));
            return MessageDigest.isEqual(
                    digest.digest(value.getBytes(StandardCharsets.UTF_8)),
                    Base64.getUrlDecoder().decode(generation.path("hash").asText()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean certificate(X509Certificate leaf) {
        try {
            leaf.verify(backends.root.getPublicKey());
            leaf.checkValidity();
        } catch (GeneralSecurityException e) {
            return false;
        }
        var kept = backends.http().get("pki/cert/" + serial(leaf)).data();
        return kept.has("certificate") && kept.path("revocation_time").asLong() == 0;
    }

    /** As Vault writes it. */
    static String serial(X509Certificate leaf) {
        return HexFormat.ofDelimiter(":").formatHex(bytes(leaf));
    }

    private static byte[] bytes(X509Certificate leaf) {
        var bytes = leaf.getSerialNumber().toByteArray();
        return bytes.length > 1 && bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** One real login. */
    boolean secretId(String role, String value) {
        var id = backends.http()
                .get("auth/approle/role/" + role + "/role-id")
                .data()
                .path("role_id")
                .asText();
        return backends.vault
                .anonymous()
                .post("auth/approle/login", Map.of("role_id", id, "secret_id", value))
                .good();
    }

    /** What Vault tells of a secret id; missing if the role does not accept it. */
    JsonNode lookedUp(String role, String value) {
        var answer =
                backends.http().post("auth/approle/role/" + role + "/secret-id/lookup", Map.of("secret_id", value));
        return answer.good() ? answer.data() : MissingNode.getInstance();
    }

    /** One real login. @throws SQLException if it was neither let in nor refused */
    boolean login(String user, String password) throws SQLException {
        try (var connection = backends.postgres.connect(PostgresServer.DATABASE, user, password)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState()) || NO_LOGIN.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }
}
