package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.rollout.Action;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Tier;
import java.util.List;

/** One piece of work for a virtual thread; each ends in exactly one engine event. */
sealed interface Task {
    default boolean restoring() {
        return false;
    }

    default boolean urgent() {
        return false;
    }

    Tier tier();

    /** A rollout's action. */
    record Act(String rollout, Plan plan, Action action, Tier tier) implements Task {
        @Override
        public boolean restoring() {
            return action.restoring();
        }

        @Override
        public boolean urgent() {
            return action.urgent();
        }
    }

    /** Everything that is there of a credential, after the database was set back. */
    record ReadOutside(Credential credential) implements Task {
        @Override
        public Tier tier() {
            return Tier.NORMAL;
        }
    }

    /** How a credential that no rollout holds stands. @param turn of the desk, when this was asked */
    record Look(Credential credential, long turn) implements Task {
        @Override
        public Tier tier() {
            return Tier.LOW;
        }
    }

    /** What the planner must know of credentials before it can plan. */
    record ReadFacts(long ticket, List<Credential> credentials, Tier tier) implements Task {}
}
