package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Version;
import java.util.Optional;

/**
 * A recorded wish whose outcome is not yet recorded. Its id is the idempotency key of everything sent for it.
 *
 * @param target empty for operations at the verifier
 * @param generation which generation it is about; empty when it is still to be made
 * @param expected the version a conditional write expects
 */
public record OpenIntent(
        String id,
        Operation operation,
        String credential,
        Optional<TargetId> target,
        String attempt,
        Optional<Fingerprint> generation,
        Optional<Version> expected) {}
