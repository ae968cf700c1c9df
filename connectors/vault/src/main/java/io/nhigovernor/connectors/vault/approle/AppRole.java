package io.nhigovernor.connectors.vault.approle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Complaint;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.Validity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One role of an AppRole mount, and the secret ids it accepts. */
public record AppRole(VaultGateway vault, String mount, String role) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    /**
     * A secret id as Vault tells of it: never its value.
     *
     * @param metadata what it was registered with; every login with it bears that
     * @param usesLeft after so many logins Vault forgets it; empty if it counts none
     * @param ranges addresses that it alone is bound to, for logins and for tokens, beside those of its role
     */
    public record SecretId(
            String accessor,
            Map<String, String> metadata,
            Optional<Instant> made,
            Validity validity,
            OptionalInt usesLeft,
            List<String> ranges) {
        public SecretId {
            ranges = List.copyOf(ranges);
        }

        Optional<String> metadata(String name) {
            return Optional.ofNullable(metadata.get(name));
        }
    }

    /** Of a list or a lookup. */
    public sealed interface Found<T> {
        record Known<T>(T value) implements Found<T> {}

        record Failed<T>(Answer answer) implements Found<T> {}
    }

    /** Every accessor the role accepts now. */
    private Found<List<String>> accessors(Deadline deadline) {
        var answer = vault.list(path("secret-id"), deadline);
        return switch (answer) {
            case Answer.Found found ->
                new Found.Known<>(found.data()
                        .path("keys")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList());
            case Answer.Absent absent -> new Found.Known<>(List.of());
            case Answer.Refused refused -> new Found.Failed<>(refused);
            case Answer.Busy busy -> new Found.Failed<>(busy);
            case Answer.Lost lost -> new Found.Failed<>(lost);
        };
    }

    /** Every secret id the role accepts now; failed if Vault does not tell all of them. */
    public Found<List<SecretId>> secretIds(Deadline deadline) {
        return switch (accessors(deadline)) {
            case Found.Failed<List<String>> failed -> new Found.Failed<>(failed.answer());
            case Found.Known<List<String>> known -> {
                var ids = new ArrayList<SecretId>();
                for (var accessor : known.value()) {
                    switch (byAccessor(accessor, deadline)) {
                        case Found.Failed<Optional<SecretId>> failed -> {
                            yield new Found.Failed<>(failed.answer());
                        }
                        case Found.Known<Optional<SecretId>> found ->
                            found.value().ifPresent(ids::add);
                    }
                }
                yield new Found.Known<>(ids);
            }
        };
    }

    /** Empty if the role does not accept it any more. */
    private Found<Optional<SecretId>> byAccessor(String accessor, Deadline deadline) {
        return secretId(vault.write(
                path("secret-id-accessor/lookup"),
                VaultGateway.object().put("secret_id_accessor", accessor),
                deadline));
    }

    /** Empty if the role does not accept this value. */
    Found<Optional<SecretId>> byValue(Secret value, Deadline deadline) {
        return secretId(vault.write(path("secret-id/lookup"), carrying(value), deadline));
    }

    private static Found<Optional<SecretId>> secretId(Answer answer) {
        return switch (answer) {
            case Answer.Found found ->
                new Found.Known<>(
                        found.data().has("secret_id_accessor")
                                ? Optional.of(secretId(found.data()))
                                : Optional.empty());
            case Answer.Absent absent -> new Found.Known<>(Optional.empty());
            case Answer.Refused refused ->
                refused.complaint() == Complaint.NO_SUCH_ACCESSOR
                        ? new Found.Known<>(Optional.empty())
                        : new Found.Failed<>(refused);
            case Answer.Busy busy -> new Found.Failed<>(busy);
            case Answer.Lost lost -> new Found.Failed<>(lost);
        };
    }

    private static SecretId secretId(JsonNode data) {
        var metadata = new TreeMap<String, String>();
        data.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        var ends = Instant.parse(data.path("expiration_time").asText());
        return new SecretId(
                data.path("secret_id_accessor").asText(),
                metadata,
                Optional.of(data.path("creation_time").asText())
                        .filter(text -> !text.isEmpty())
                        .map(Instant::parse),
                ends.equals(NEVER) ? Validity.UNLIMITED : new Validity(Optional.empty(), Optional.of(ends)),
                counted(data.path("secret_id_num_uses")),
                Stream.of("cidr_list", "token_bound_cidrs")
                        .flatMap(field -> texts(data.path(field)).stream())
                        .toList());
    }

    /** Vault writes 0 where it does not count. */
    private static OptionalInt counted(JsonNode number) {
        return number.asInt() > 0 ? OptionalInt.of(number.asInt()) : OptionalInt.empty();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    /**
     * What the role puts on every secret id that is registered without wishes of its own; such wishes may narrow it and never widen
     * it. How long a secret id lasts is not among it: each tells that itself.
     *
     * @param asksForOne whether a login takes a secret id at all
     * @param uses logins after which Vault forgets a secret id; empty if it counts none
     * @param ranges addresses that may log in; empty if all may
     */
    record Terms(boolean asksForOne, OptionalInt uses, List<String> ranges) {
        Terms {
            ranges = List.copyOf(ranges);
        }
    }

    Found<Terms> terms(Deadline deadline) {
        var answer = vault.read("auth/" + mount + "/role/" + role, deadline);
        return answer instanceof Answer.Found found
                ? new Found.Known<>(new Terms(
                        found.data().path("bind_secret_id").asBoolean(),
                        counted(found.data().path("secret_id_num_uses")),
                        texts(found.data().path("secret_id_bound_cidrs"))))
                : new Found.Failed<>(answer);
    }

    /** Registers a value under metadata that every login with it will bear. Refused as registered already if it is. */
    Answer register(Secret value, Map<String, String> metadata, Deadline deadline) {
        var labels = VaultGateway.object();
        metadata.forEach(labels::put);
        return vault.write(path("custom-secret-id"), carrying(value).put("metadata", labels.toString()), deadline);
    }

    /**
     * Takes a value under the governor.
     *
     * @param fresh register it, as nobody has it yet
     * @throws IOException if the role does not accept it
     */
    public SecretId adopt(String credential, Secret value, boolean fresh, Deadline deadline) throws IOException {
        if (fresh) {
            var answer = register(value, Map.of("credential", credential), deadline);
            if (!(answer instanceof Answer.Found)) {
                throw new IOException("registering a secret id of " + role + ": " + answer.told());
            }
        }
        return switch (byValue(value, deadline)) {
            case Found.Failed<Optional<SecretId>> failed ->
                throw new IOException("looking up the secret id of " + role + ": "
                        + failed.answer().told());
            case Found.Known<Optional<SecretId>> known ->
                known.value()
                        .orElseThrow(() -> new IOException("the role " + role + " does not accept what consumers of "
                                + credential + " are given; repair that first"));
        };
    }

    /** Already gone is as good as destroyed. */
    Optional<Answer> destroy(String accessor, Deadline deadline) {
        var answer = vault.write(
                path("secret-id-accessor/destroy"),
                VaultGateway.object().put("secret_id_accessor", accessor),
                deadline);
        boolean gone = answer instanceof Answer.Found
                || answer instanceof Answer.Absent
                || answer instanceof Answer.Refused refused && refused.complaint() == Complaint.NO_SUCH_ACCESSOR;
        return gone ? Optional.empty() : Optional.of(answer);
    }

    /**
     * Vault counts failed logins by role, whatever secret id they tried, and then locks out every secret id of it, the prior
     * included; pointing consumers back would not help.
     *
     * @return what is to be done before anything is rotated here; empty if nothing
     */
    Optional<String> lockout(Deadline deadline) {
        var answer = vault.read("sys/mounts/auth/" + mount + "/tune", deadline);
        if (answer instanceof Answer.Found found) {
            return found.data().path("user_lockout_disable").asBoolean()
                    ? Optional.empty()
                    : Optional.of("after a few failed logins auth/" + mount
                            + " locks out every secret id of a role, good ones"
                            + " included; switch that off: vault auth tune -user-lockout-disable=true " + mount);
        }
        return Optional.of("whether auth/" + mount + " locks roles out cannot be read (sys/mounts/auth/" + mount
                + "/tune): " + answer.told());
    }

    /** What names the role in a login; empty if Vault does not tell it now. */
    public Optional<String> roleId() {
        return vault.read(path("role-id"), Deadline.in(PATIENCE)) instanceof Answer.Found found
                ? Optional.of(found.data().path("role_id").asText())
                : Optional.empty();
    }

    /**
     * One real login, with the governor's own token beside it: the audit log shows by it that this was no consumer. The token that
     * comes of it is revoked at once.
     */
    Answer login(Secret value, Deadline deadline) {
        var role = vault.read(path("role-id"), deadline);
        if (!(role instanceof Answer.Found found)) {
            return role;
        }
        var answer = vault.write(
                "auth/" + mount + "/login",
                carrying(value).put("role_id", found.data().path("role_id").asText()),
                deadline);
        if (answer instanceof Answer.Found in) {
            vault.writeAs(
                    in.body().path("auth").path("client_token").asText(),
                    "auth/token/revoke-self",
                    VaultGateway.object(),
                    deadline);
        }
        return answer;
    }

    private String path(String rest) {
        return "auth/" + mount + "/role/" + role + "/" + rest;
    }

    private static ObjectNode carrying(Secret value) {
        String text = value.use(bytes -> new String(bytes, StandardCharsets.UTF_8));
        return VaultGateway.object().put("secret_id", text);
    }
}
