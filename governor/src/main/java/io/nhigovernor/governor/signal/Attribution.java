package io.nhigovernor.governor.signal;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import java.util.Optional;

/** Which generation a verifier's record means, given the two generations of the target it is about. */
public record Attribution(Optional<Fingerprint> prior, Optional<Fingerprint> candidate) {

    /** For an account that is not changing (control): every generation named is another one. */
    public static Attribution none() {
        return new Attribution(Optional.empty(), Optional.empty());
    }

    public Signal of(RawSignal raw, String account) {
        return new Signal(
                raw.source(),
                raw.id(),
                account,
                raw.at(),
                raw.kind(),
                raw.outcome(),
                seen(raw.generation()),
                raw.probe().isPresent());
    }

    public GenerationSeen seen(Optional<Fingerprint> named) {
        if (named.isEmpty()) {
            return GenerationSeen.UNKNOWN;
        }
        if (named.equals(candidate)) {
            return GenerationSeen.CANDIDATE;
        }
        return named.equals(prior) ? GenerationSeen.PRIOR : GenerationSeen.OTHER;
    }
}
