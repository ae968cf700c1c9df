package io.nhigovernor.governor.ring;

import java.time.Instant;

/**
 * Somebody's word that a change without overlap is wanted, although every swap is an outage: {@code overlap: none}.
 *
 * @param by who takes it on; never among the approvers
 * @param cause why it is taken on; stands in the plan
 * @param until no plan begins with it at or after this instant
 */
public record OverlapWaiver(String by, String cause, Instant until) {
    public boolean expired(Instant now) {
        return !now.isBefore(until);
    }
}
