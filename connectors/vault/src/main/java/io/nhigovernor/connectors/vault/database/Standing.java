package io.nhigovernor.connectors.vault.database;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a role of the database is and may, as far as the database tells: compared before consumers are moved from one to the other.
 *
 * @param login whether it may log in; no part of the comparison
 * @param until after which its password is not taken any more
 * @param attributes by name, as {@code pg_roles} tells them
 * @param memberships the roles it is in, each with its options
 * @param settings what {@code ALTER ROLE ... SET} gave it, each with its database
 * @param objects what it owns, or is named for in grants and policies, across all databases
 */
record Standing(
        boolean login,
        Optional<Instant> until,
        SortedMap<String, String> attributes,
        SortedSet<String> memberships,
        SortedSet<String> settings,
        SortedSet<String> objects) {

    /** How {@code other} differs, in words; empty if it does not. */
    List<String> differences(Standing other) {
        var differences = new ArrayList<String>();
        attributes.forEach((name, value) -> {
            var theirs = other.attributes.getOrDefault(name, "");
            if (!theirs.equals(value)) {
                differences.add(name + " " + theirs + " instead of " + value);
            }
        });
        if (!until.equals(other.until)) {
            differences.add("valid until " + told(other.until) + " instead of " + told(until));
        }
        compare("membership", memberships, other.memberships, differences);
        compare("setting", settings, other.settings, differences);
        compare("object", objects, other.objects, differences);
        return differences;
    }

    private static String told(Optional<Instant> until) {
        return until.map(Instant::toString).orElse("for ever");
    }

    private static void compare(
            String what, SortedSet<String> ours, SortedSet<String> theirs, List<String> differences) {
        var missing = new TreeSet<>(ours);
        missing.removeAll(theirs);
        var extra = new TreeSet<>(theirs);
        extra.removeAll(ours);
        missing.forEach(one -> differences.add("without " + what + " " + one));
        extra.forEach(one -> differences.add("with " + what + " " + one));
    }
}
