package io.nhigovernor.governor.rollout;

import java.util.Locale;

/** Names of phases as users, ledger and diagrams write them. */
public final class Phases {
    /** Each class is spelled once. */
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return type.getSimpleName().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        }
    };

    private Phases() {}

    /** {@code NeedsHuman} reads {@code NEEDS_HUMAN}. */
    public static String name(Record phase) {
        return NAMES.get(phase.getClass());
    }
}
