package io.nhigovernor.connectors.vault.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of a Vault audit device, as far as it matters here. A response line repeats its request, so a request line says
 * nothing more; both bear the same {@code requestId}. Values under {@code requestData} are Vault's hashes of what was sent.
 *
 * @param time when Vault wrote the line
 * @param namespace path of the namespace, none for the root
 * @param path with its mount, without {@code v1/}
 * @param mountPoint ends with a slash
 * @param error Vault's own sentence, in clear. A call that its mount refused may have none: see {@link Answer#refused}
 * @param caller whose token came with the call, if one did. In a failed login that is who called, not who tried to log in
 * @param loggedIn who got a token by this call
 * @param requestData the text fields {@code secret_id}, {@code role_id} and {@code version} of what was sent, hashed
 * @param version what a KV read ({@code response.data.metadata.version}) or write ({@code response.data.version}) was about; in clear
 * @param rotated {@code response.data.last_vault_rotation} of a static database role, in clear: which of its passwords was read
 * @param certificateSerial of the caller's client certificate
 */
public record AuditLine(
        Type type,
        Instant time,
        String requestId,
        Optional<String> namespace,
        String operation,
        String path,
        String mountPoint,
        String mountType,
        Optional<String> remoteAddress,
        Optional<String> certificateSerial,
        Optional<String> error,
        Caller caller,
        Optional<Caller> loggedIn,
        Map<String, String> requestData,
        OptionalLong version,
        Optional<Instant> rotated,
        Answer answer) {
    public AuditLine {
        requestData = Map.copyOf(requestData);
    }

    /** What a line is about; Vault may write others in time. */
    public enum Type {
        REQUEST,
        RESPONSE,
        OTHER
    }

    /**
     * What was answered.
     *
     * @param data whether {@code response.data} is there
     * @param wrapped whether the answer was put under a wrapping token: what it held is not in the line
     * @param refused whether {@code response.data.error} is there: the mount itself said no, and its sentence is hashed
     */
    public record Answer(boolean data, boolean wrapped, boolean refused) {}

    /**
     * @param accessor of the caller's token, hashed unless the device says {@code hmac_accessor=false}
     * @param metadata in clear; of an AppRole login: what was put into the secret-id, and {@code role_name}
     */
    public record Caller(
            Optional<String> displayName,
            Optional<String> entityId,
            Optional<String> accessor,
            Map<String, String> metadata) {
        static final Caller NOBODY = new Caller(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

        public Caller {
            metadata = Map.copyOf(metadata);
        }
    }

    /** The path below its mount; the whole path if it does not begin with it. */
    String pathInMount() {
        return path.startsWith(mountPoint) ? path.substring(mountPoint.length()) : path;
    }
}
