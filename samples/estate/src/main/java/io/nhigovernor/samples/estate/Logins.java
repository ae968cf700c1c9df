package io.nhigovernor.samples.estate;

import io.nhigovernor.samples.estate.caller.LoginWitness;
import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.samples.estate.count.Counters;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.Locale;

/** Counts logins as a service counts the calls to it. A governor hears of them from the logs of Vault and PostgreSQL alone. */
record Logins(Counters counters) implements LoginWitness {
    @Override
    public void saw(Verifier verifier, TargetId target, Fingerprint generation, CallResult result, Instant at) {
        counters.answered(verifier.name().toLowerCase(Locale.ROOT), target.identity(), generation.value(), result, at);
    }
}
