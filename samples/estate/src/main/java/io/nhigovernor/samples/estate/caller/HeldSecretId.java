package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.samples.estate.vault.VaultClient;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;

/** A secret id of an AppRole; each call is a login at Vault. Never printed. */
final class HeldSecretId implements Held {
    private final Fingerprint fingerprint;
    private final VaultClient.Role role;
    private final String secretId;
    private final VaultClient vault;
    private final LoginWitness witness;

    HeldSecretId(
            Fingerprint fingerprint, VaultClient.Role role, String secretId, VaultClient vault, LoginWitness witness) {
        this.fingerprint = fingerprint;
        this.role = role;
        this.secretId = secretId;
        this.vault = vault;
        this.witness = witness;
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public CallResult call(RelyingParty service, TargetId target, Instant now) {
        var result = vault.login(role, secretId);
        // Where nobody listened, nobody saw anything.
        if (result != CallResult.REFUSED) {
            witness.saw(LoginWitness.Verifier.VAULT, target, fingerprint, result, now);
        }
        return result;
    }
}
