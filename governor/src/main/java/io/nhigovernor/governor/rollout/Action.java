package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.util.List;
import java.util.Optional;

/** What to do outside once a step is durable. Each ends in one {@link Event}. */
public sealed interface Action {
    /** Belongs to the restore lane. */
    boolean restoring();

    /** A consumer waits for it: within the restore lane it goes before all that only checks or tidies up. */
    boolean urgent();

    /**
     * Perform a recorded intent.
     *
     * @param source a target whose delivery holds the material, if one does
     */
    record Send(OpenIntent intent, Optional<TargetId> source, Optional<Fingerprint> candidate) implements Action {
        @Override
        public boolean restoring() {
            return intent.operation().restoring();
        }

        @Override
        public boolean urgent() {
            return intent.operation().givesBack();
        }
    }

    /**
     * Read whether an intent whose answer was lost took effect.
     *
     * @param restoring its operation restores, or whoever it was for is on the way back and waits for it
     */
    record ReadBack(OpenIntent intent, Fingerprint prior, Optional<Fingerprint> candidate, boolean restoring)
            implements Action {
        @Override
        public boolean urgent() {
            return intent.operation().givesBack()
                    || restoring && intent.operation().forward();
        }
    }

    /** Read whether a credential may be changed at all: A accepted, delivered everywhere and readable. */
    record Precheck(String credential, String attempt, Fingerprint prior, List<TargetId> targets) implements Action {
        @Override
        public boolean restoring() {
            return false;
        }

        @Override
        public boolean urgent() {
            return false;
        }
    }

    /** Use a generation for real at one relying party. */
    record Prove(Purpose purpose, String credential, TargetId source, Fingerprint generation, String relyingParty)
            implements Action {
        @Override
        public boolean restoring() {
            return purpose == Purpose.PRIOR_BACK;
        }

        @Override
        public boolean urgent() {
            return false;
        }
    }

    /** Read a restored target again. */
    record Reassert(TargetId target, Fingerprint prior) implements Action {
        @Override
        public boolean restoring() {
            return true;
        }

        @Override
        public boolean urgent() {
            return false;
        }
    }

    /** What a proof is for. */
    enum Purpose {
        /** B must work before any target moves. */
        CANDIDATE,
        /** A must be refused while quarantined. */
        PRIOR_GONE,
        /** A must work for a target that was pointed back. */
        PRIOR_BACK
    }
}
