package io.nhigovernor.governor.intake;

import java.util.Set;

/**
 * Who reports: the one source its token speaks for, and the identities it may speak about.
 *
 * @param identities identity ids, or the single entry {@code *} for all
 */
public record Reporter(String source, Set<String> identities) {
    public Reporter {
        identities = Set.copyOf(identities);
    }

    boolean mayReport(String identity) {
        return identities.contains("*") || identities.contains(identity);
    }
}
