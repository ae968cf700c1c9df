package io.nhigovernor.governor.plan;

import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.VerifierCapabilities;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One credential of a plan, with what its backends can do.
 *
 * @param uncovered holders that stand in no ring; the prior of such a credential is not retired by this plan
 * @param prior the generation in use when the plan was made
 * @param priorExpires when the outside stops accepting the prior, if ever
 */
public record PlannedCredential(
        Credential credential,
        VerifierCapabilities verifier,
        DeliveryCapabilities delivery,
        CapabilityClass capabilityClass,
        List<String> uncovered,
        Fingerprint prior,
        Optional<Instant> priorExpires) {
    public PlannedCredential {
        uncovered = List.copyOf(uncovered);
    }
}
