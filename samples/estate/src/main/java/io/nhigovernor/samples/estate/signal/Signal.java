package io.nhigovernor.samples.estate.signal;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.Optional;

/** One authentication as a service saw it. */
public record Signal(
        String identity,
        Optional<TargetId> target,
        Optional<Fingerprint> generation,
        RawSignal.Result outcome,
        Optional<String> reason,
        Optional<String> probe,
        Instant at) {}
