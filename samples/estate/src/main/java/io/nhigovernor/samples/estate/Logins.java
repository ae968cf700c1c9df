package io.nhigovernor.samples.estate;

import io.nhigovernor.samples.estate.caller.LoginWitness;
import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.samples.estate.count.Counters;
import io.nhigovernor.samples.estate.signal.Signal;
import io.nhigovernor.samples.estate.signal.SignalAgent;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reports logins at Vault as a service reports the calls to it. */
record Logins(Map<String, SignalAgent> agents, Counters counters) implements LoginWitness {
    private static final String SOURCE = Backend.InVault.VAULT;

    @Override
    public void saw(TargetId target, Fingerprint generation, CallResult result, Instant at) {
        counters.answered(SOURCE, target.identity(), generation.value(), result, at);
        var agent = agents.get(SOURCE);
        if (agent == null) {
            throw new IllegalStateException("nobody reports for Vault here");
        }
        agent.report(new Signal(
                target.identity(),
                Optional.of(target),
                Optional.of(generation),
                switch (result) {
                    case OK -> RawSignal.Result.OK;
                    case FAIL -> RawSignal.Result.FAIL;
                    case EXCLUDED, REFUSED -> RawSignal.Result.EXCLUDED;
                },
                result == CallResult.FAIL ? Optional.of("invalid-secret-id") : Optional.empty(),
                Optional.empty(),
                at));
    }
}
