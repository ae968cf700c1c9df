package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.samples.estate.vault.VaultClient;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;

/** A secret id of an AppRole; each call is a login at Vault. Never printed. */
final class HeldSecretId extends HeldLogin {
    private final VaultClient.Role role;
    private final String secretId;
    private final VaultClient vault;

    HeldSecretId(
            Fingerprint fingerprint, VaultClient.Role role, String secretId, VaultClient vault, LoginWitness witness) {
        super(fingerprint, LoginWitness.Verifier.VAULT, witness);
        this.role = role;
        this.secretId = secretId;
        this.vault = vault;
    }

    @Override
    CallResult login(RelyingParty service, TargetId target) {
        return vault.login(role, secretId);
    }
}
