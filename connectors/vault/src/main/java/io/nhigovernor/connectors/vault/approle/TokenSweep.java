package io.nhigovernor.connectors.vault.approle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Complaint;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.spi.Fingerprint;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A token lives on after the secret id it was got with is gone. This finds such tokens by their accessors and revokes them. Vault
 * tells of tokens only one by one, so each is looked at once in the life of this process, and at most so many in one call that Vault has time for
 * others; whoever asks again goes on from there.
 */
public final class TokenSweep {
    private static final int AT_ONCE = 300;
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final String ACCESSORS = "auth/token/accessors";

    private final VaultGateway vault;
    /** By accessor, whose token it is: that never changes. */
    private final Map<String, Owner> seen = new ConcurrentHashMap<>();

    public TokenSweep(VaultGateway vault) {
        this.vault = vault;
    }

    /** @param path of the login @param generation empty for a token of another origin */
    private record Owner(String path, String role, String generation) {
        static final Owner GONE = new Owner("", "", "");
    }

    /** Makes sure that no token of this generation is left. @return what stands in the way */
    Optional<Answer> sweep(AppRole role, Fingerprint generation, Deadline deadline) {
        var answer = vault.list(ACCESSORS, deadline);
        if (!(answer instanceof Answer.Found found)) {
            return Optional.of(answer);
        }
        var accessors =
                found.data().path("keys").valueStream().map(JsonNode::asText).toList();
        seen.keySet().retainAll(Set.copyOf(accessors));
        var theirs = new Owner("auth/" + role.mount() + "/login", role.role(), generation.value());
        int looked = 0;
        for (int i = 0; i < accessors.size(); i++) {
            var accessor = accessors.get(i);
            if (!seen.containsKey(accessor)) {
                if (looked++ == AT_ONCE) {
                    return Optional.of(
                            new Answer.Busy("looked at " + i + " of " + accessors.size() + " tokens so far", LATER));
                }
                var failure = look(accessor, deadline);
                if (failure.isPresent()) {
                    return failure;
                }
            }
            if (theirs.equals(seen.get(accessor))) {
                var failure = revoke(accessor, deadline);
                if (failure.isPresent()) {
                    return failure;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Answer> look(String accessor, Deadline deadline) {
        var answer = vault.write("auth/token/lookup-accessor", naming(accessor), deadline);
        if (answer instanceof Answer.Found found) {
            var meta = found.data().path("meta");
            seen.put(
                    accessor,
                    new Owner(
                            found.data().path("path").asText(),
                            meta.path("role_name").asText(),
                            meta.path("generation").asText()));
            return Optional.empty();
        }
        return unlessGone(accessor, answer);
    }

    private Optional<Answer> revoke(String accessor, Deadline deadline) {
        var answer = vault.write("auth/token/revoke-accessor", naming(accessor), deadline);
        if (answer instanceof Answer.Found) {
            seen.put(accessor, Owner.GONE);
            return Optional.empty();
        }
        return unlessGone(accessor, answer);
    }

    /** It may have ended between the list and this. */
    private Optional<Answer> unlessGone(String accessor, Answer answer) {
        boolean gone = answer instanceof Answer.Absent
                || answer instanceof Answer.Refused refused && refused.complaint() == Complaint.NO_SUCH_TOKEN;
        if (gone) {
            seen.put(accessor, Owner.GONE);
            return Optional.empty();
        }
        return Optional.of(answer);
    }

    private static ObjectNode naming(String accessor) {
        return VaultGateway.object().put("accessor", accessor);
    }
}
