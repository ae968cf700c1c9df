package io.nhigovernor.samples.estate.accept;

import io.nhigovernor.samples.estate.vault.VaultClient;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accept documents in KV v2, one per shared secret; and for certificates the revocation lists of the mount that signs them. */
public final class VaultShelf implements AcceptShelf {
    private static final Logger LOG = LoggerFactory.getLogger(VaultShelf.class);

    private static final int READERS = 8;

    private final VaultClient vault;
    private final List<Credential> secrets;
    private final Map<String, List<Credential>> certificates;

    /** @param credentials of any kind; Vault verifies secret ids by itself */
    public VaultShelf(VaultClient vault, List<Credential> credentials) {
        this.vault = vault;
        this.secrets = credentials.stream()
                .filter(credential -> credential.kind() == CredentialKind.SECRET)
                .toList();
        this.certificates = credentials.stream()
                .filter(credential -> credential.kind() == CredentialKind.CERTIFICATE)
                .collect(Collectors.groupingBy(
                        credential -> credential.verifier().settings().getOrDefault("mount", "pki")));
    }

    /** Side by side: one after the other would take as long as a connector's settle on a busy machine. */
    @Override
    public Map<String, AcceptEntry> read(Map<String, AcceptEntry> known) {
        var entries = new ConcurrentHashMap<String, AcceptEntry>();
        try (var readers =
                Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
            secrets.forEach(credential -> readers.execute(
                    () -> read(credential, known).ifPresent(entry -> entries.put(credential.id(), entry))));
            certificates.forEach((mount, signed) -> readers.execute(() -> entries.putAll(read(mount, signed, known))));
        }
        return entries;
    }

    private Optional<AcceptEntry> read(Credential credential, Map<String, AcceptEntry> known) {
        var settings = credential.verifier().settings();
        try {
            return vault.secret(settings.getOrDefault("mount", "secret"), settings.getOrDefault("path", ""))
                    .map(AcceptEntry::of);
        } catch (IOException | IllegalArgumentException e) {
            // Keep what was known: a Vault that is away must not lock every caller out.
            LOG.warn("accept document of {} is unreadable: {}", credential.id(), e.toString());
            return Optional.ofNullable(known.get(credential.id()));
        }
    }

    private Map<String, AcceptEntry> read(String mount, List<Credential> signed, Map<String, AcceptEntry> known) {
        try {
            var revoked = vault.revoked(mount);
            return signed.stream()
                    .collect(Collectors.toMap(Credential::id, credential -> AcceptEntry.signed(credential, revoked)));
        } catch (IOException e) {
            LOG.warn("the revocation lists of {} are unreadable: {}", mount, e.toString());
            return signed.stream()
                    .flatMap(credential -> Optional.ofNullable(known.get(credential.id())).stream())
                    .collect(Collectors.toMap(AcceptEntry::credential, entry -> entry));
        }
    }
}
