package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The five instants of a restore (architecture §8), and who was affected.
 *
 * @param firstFailedCall t0: first failed call on the candidate
 * @param verdict t1: the verdict or order
 * @param pointersBack t2: all pointers on the prior
 * @param callersGood t3: every affected caller seen good on the prior again
 * @param closed t4: candidate withdrawn; after a ring's restore alone: all its targets RESTORED
 * @param affected identities with a failed call on the candidate
 * @param failedCalls failed calls on the candidate, all of them
 * @param priorEnds priors that end soon: what to replace next
 */
public record RestoreView(
        String cause,
        Optional<Instant> firstFailedCall,
        Instant verdict,
        Optional<Instant> pointersBack,
        Optional<Instant> callersGood,
        Optional<Instant> closed,
        List<String> turnedBack,
        List<String> affected,
        long failedCalls,
        List<PriorEndView> priorEnds) {}
