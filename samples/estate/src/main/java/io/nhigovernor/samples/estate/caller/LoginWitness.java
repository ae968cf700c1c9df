package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;

/**
 * Tells of logins at Vault what their verifier saw. Vault does not push; whoever follows its audit log needs no such witness.
 */
public interface LoginWitness {
    /** @param generation that was logged in with, or was to be */
    void saw(TargetId target, Fingerprint generation, CallResult result, Instant at);
}
