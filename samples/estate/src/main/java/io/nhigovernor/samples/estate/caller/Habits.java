package io.nhigovernor.samples.estate.caller;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Bad habits that a breakage gives to callers, by identity. */
public final class Habits {
    private final Set<String> neverReload = ConcurrentHashMap.newKeySet();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    /** Identities that keep what they hold, whatever is delivered. */
    public Set<String> neverReload() {
        return neverReload;
    }

    /** Identities that crashed without a word: they do not call. */
    public Set<String> silent() {
        return silent;
    }
}
