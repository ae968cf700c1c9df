package io.nhigovernor.governor.rollout;

import java.util.Locale;

/** Names of phases as users, ledger and diagrams write them. */
public final class Phases {
    private Phases() {}

    /** {@code NeedsHuman} reads {@code NEEDS_HUMAN}. */
    public static String name(Record phase) {
        return phase.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
    }
}
