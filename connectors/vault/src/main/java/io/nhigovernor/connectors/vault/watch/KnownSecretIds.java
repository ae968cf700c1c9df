package io.nhigovernor.connectors.vault.watch;

import io.nhigovernor.connectors.vault.approle.AppRole;
import io.nhigovernor.connectors.vault.approle.AppRoleVerifier.Learning;
import io.nhigovernor.connectors.vault.audit.AuditHashes;
import io.nhigovernor.connectors.vault.audit.Owners;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose a secret id in the log is, and which generation. A failed login bears hashes only, so each value that the governor
 * handles is hashed once, by Vault, as each device hashes it; the values themselves are not remembered.
 */
public final class KnownSecretIds implements AuditHashes, Owners, Learning {
    private final DeviceHashes hashes;
    private final Map<String, Known> secrets = new ConcurrentHashMap<>();
    private final Map<String, String> roles = new ConcurrentHashMap<>();
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();
    private final Map<String, List<Fingerprint>> accepted = new ConcurrentHashMap<>();
    private final Set<String> learned = ConcurrentHashMap.newKeySet();

    private record Known(Optional<Owner> owner, String credential, Fingerprint generation) {}

    public KnownSecretIds(DeviceHashes hashes) {
        this.hashes = hashes;
    }

    @Override
    public boolean listens() {
        return !hashes.devices().isEmpty();
    }

    @Override
    public boolean knows(Credential credential, Fingerprint generation) {
        return !listens() || learned.contains(key(credential, generation));
    }

    /** Whoever logs in to this role is this credential's one holder. */
    public void own(Credential credential, String mount, String role) {
        owner(credential).ifPresent(alone -> owners.put(key("auth/" + mount, role), alone));
    }

    @Override
    public void learn(Credential credential, AppRole role, Fingerprint generation, Secret value) {
        if (knows(credential, generation)) {
            return;
        }
        own(credential, role.mount(), role.role());
        var owner = owner(credential);
        var id = role.roleId();
        var ofRole = id.flatMap(hashes::of);
        var ofSecret = hashes.of(value.use(bytes -> new String(bytes, StandardCharsets.UTF_8)));
        if (ofRole.isEmpty() || ofSecret.isEmpty()) {
            // Tried again when the verifier is next read.
            return;
        }
        ofRole.get().forEach((device, hash) -> roles.put(key(device, "auth/" + role.mount(), hash), role.role()));
        ofSecret.get()
                .forEach((device, hash) ->
                        secrets.put(key(device, hash), new Known(owner, credential.id(), generation)));
        learned.add(key(credential, generation));
    }

    @Override
    public void accepted(Credential credential, List<Fingerprint> oldestFirst) {
        accepted.put(credential.id(), List.copyOf(oldestFirst));
    }

    /** Of several holders nobody can tell which one logs in with what they share. */
    private static Optional<Owner> owner(Credential credential) {
        return credential.holders().size() == 1
                ? Optional.of(new Owner(credential.holders().getFirst(), Optional.of(credential.id())))
                : Optional.empty();
    }

    @Override
    public Optional<KnownSecret> secret(String device, String hash) {
        return Optional.ofNullable(secrets.get(key(device, hash)))
                .map(known -> new KnownSecret(known.owner(), known.generation(), standing(known)));
    }

    private Standing standing(Known known) {
        var generations = accepted.getOrDefault(known.credential(), List.of());
        int at = generations.indexOf(known.generation());
        if (at < 0) {
            return Standing.OTHER;
        }
        return at > 0 && at == generations.size() - 1 ? Standing.CANDIDATE : at == 0 ? Standing.PRIOR : Standing.OTHER;
    }

    @Override
    public Optional<String> role(String device, String mount, String hash) {
        return Optional.ofNullable(roles.get(key(device, mount, hash)));
    }

    @Override
    public Optional<Owner> of(String mount, String role) {
        return Optional.ofNullable(owners.get(key(mount, role)));
    }

    private static String key(Credential credential, Fingerprint generation) {
        return key(credential.id(), generation.value());
    }

    private static String key(String... parts) {
        return String.join(" ", parts);
    }
}
