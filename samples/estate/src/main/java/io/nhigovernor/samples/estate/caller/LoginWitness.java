package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;

/** Counts what became of logins where the verifier is no service of the estate. */
public interface LoginWitness {
    /** Where it was logged in. */
    enum Verifier {
        VAULT,
        POSTGRES
    }

    /** @param generation that was logged in with, or was to be */
    void saw(Verifier verifier, TargetId target, Fingerprint generation, CallResult result, Instant at);
}
