package io.nhigovernor.samples.estate;

import io.nhigovernor.samples.estate.caller.LoginWitness;
import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.samples.estate.count.Counters;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;

/** Counts logins at Vault as a service counts the calls to it. A governor hears of them from Vault's audit log alone. */
record Logins(Counters counters) implements LoginWitness {
    @Override
    public void saw(TargetId target, Fingerprint generation, CallResult result, Instant at) {
        counters.answered(Backend.InVault.VAULT, target.identity(), generation.value(), result, at);
    }
}
