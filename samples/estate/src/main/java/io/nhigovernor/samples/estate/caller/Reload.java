package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.spi.Identity;
import java.util.Locale;

/** How a caller comes to know that another credential was delivered to it. */
public enum Reload {
    /** Sees the pointer move before its next call. */
    WATCH,
    /** Looks once a second. */
    POLL,
    /** Keeps what it read when it started, until its own deploy restarts it. */
    DEPLOY,
    /** Reads afresh at each run, which is at its cadence. */
    NIGHTLY;

    /** Of the label {@code reload}; a caller without one watches. */
    public static Reload of(Identity identity) {
        return valueOf(identity.labels().getOrDefault("reload", "watch").toUpperCase(Locale.ROOT));
    }
}
