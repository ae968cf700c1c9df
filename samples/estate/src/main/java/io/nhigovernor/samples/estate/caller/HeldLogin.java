package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;

/** What one logs in with at a verifier that is no service of the estate: a witness counts what became of each login. */
abstract sealed class HeldLogin implements Held permits HeldRole, HeldSecretId {
    private final Fingerprint fingerprint;
    private final LoginWitness.Verifier verifier;
    private final LoginWitness witness;

    HeldLogin(Fingerprint fingerprint, LoginWitness.Verifier verifier, LoginWitness witness) {
        this.fingerprint = fingerprint;
        this.verifier = verifier;
        this.witness = witness;
    }

    /** Logs in once for real. */
    abstract CallResult login(RelyingParty service, TargetId target);

    @Override
    public final Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public final CallResult call(RelyingParty service, TargetId target, Instant now) {
        var result = login(service, target);
        // Where nobody listened, nobody saw anything.
        if (result != CallResult.REFUSED) {
            witness.saw(verifier, target, fingerprint, result, now);
        }
        return result;
    }
}
