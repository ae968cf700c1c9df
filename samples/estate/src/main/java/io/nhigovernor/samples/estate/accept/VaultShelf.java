package io.nhigovernor.samples.estate.accept;

import io.nhigovernor.samples.estate.vault.VaultClient;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accept documents in KV v2, one per shared secret. */
public final class VaultShelf implements AcceptShelf {
    private static final Logger LOG = LoggerFactory.getLogger(VaultShelf.class);

    private final VaultClient vault;
    private final List<Credential> secrets;

    /** @param credentials of any kind; Vault verifies secret ids by itself */
    public VaultShelf(VaultClient vault, List<Credential> credentials) {
        this.vault = vault;
        this.secrets = credentials.stream()
                .filter(credential -> credential.kind() == CredentialKind.SECRET)
                .toList();
    }

    @Override
    public Map<String, AcceptEntry> read(Map<String, AcceptEntry> known) {
        var entries = new HashMap<String, AcceptEntry>();
        for (var credential : secrets) {
            var settings = credential.verifier().settings();
            try {
                vault.secret(settings.getOrDefault("mount", "secret"), settings.getOrDefault("path", ""))
                        .map(AcceptEntry::of)
                        .ifPresent(entry -> entries.put(entry.credential(), entry));
            } catch (IOException | IllegalArgumentException e) {
                // Keep what was known: a Vault that is away must not lock every caller out.
                LOG.warn("accept document of {} is unreadable: {}", credential.id(), e.toString());
                var before = known.get(credential.id());
                if (before != null) {
                    entries.put(credential.id(), before);
                }
            }
        }
        return entries;
    }
}
