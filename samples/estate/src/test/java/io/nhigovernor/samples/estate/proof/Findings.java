package io.nhigovernor.samples.estate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of the ledger and of the connector's files after a governor was killed again and again. */
public final class Findings {
    private static final Set<String> RAISE_ACCEPT = Set.of("ADMIT", "DISABLE", "ENABLE", "DESTROY", "WITHDRAW");
    private static final Set<String> RAISE_POINTER = Set.of("PROMOTE", "REPOINT");

    private final List<Entry> entries;
    private final Outside outside;

    public Findings(List<Entry> entries, Outside outside) {
        this.entries = List.copyOf(entries);
        this.outside = outside;
    }

    /** Ids are used once, outcomes follow their intents, and nobody ever has two intents open. */
    public void intentsAreRecordedOnceAndOneAtATime() {
        var seen = new HashSet<String>();
        var open = new HashMap<String, String>();
        for (var entry : entries) {
            if (entry.isIntent()) {
                assertThat(seen.add(entry.intent())).as("first use: %s", entry).isTrue();
                assertThat(open.put(entry.subject(), entry.intent()))
                        .as("open before %s", entry)
                        .isNull();
            } else if (entry.isOutcome()) {
                assertThat(open.remove(entry.subject()))
                        .as("closed by %s", entry)
                        .isEqualTo(entry.intent());
            }
        }
        assertThat(open).as("left open").isEmpty();
    }

    /** The verifier's version rose once for every applied outcome and not once more, so no effect happened twice. */
    public void nothingWasAdmittedOrTakenAwayTwice() throws IOException {
        var accepts = outside.accepts();
        accepts.forEach((credential, document) -> {
            assertThat(document.path("version").asLong() - 1)
                    .as("version raises of %s", credential)
                    .isEqualTo(applied(credential, RAISE_ACCEPT));
            var attempts = new HashSet<String>();
            for (var part : List.of("generations", "destroyed")) {
                document.path(part).forEach(node -> {
                    if (node.has("attempt")) {
                        assertThat(attempts.add(node.path("attempt").asText()))
                                .as("one entry of %s per attempt", credential)
                                .isTrue();
                    }
                });
            }
        });
    }

    /** As for the verifier; only a death inside the very step may have cost a version number that nobody was shown. */
    public void noPointerWasMovedTwice() throws IOException {
        var deaths = deaths();
        for (var target : outside.targets()) {
            long raises = outside.pointer(target).version() - 1;
            long applied = applied(target.text(), RAISE_POINTER);
            long inside = deaths.stream()
                    .filter(openThen -> openThen.stream()
                            .anyMatch(entry ->
                                    entry.subject().equals(target.text()) && RAISE_POINTER.contains(entry.operation())))
                    .count();
            // A promote that its halt did not wait for may have landed.
            long drained = entries.stream()
                    .filter(entry -> entry.isOutcome()
                            && entry.of("PROMOTE", target.text())
                            && entry.detail("outcome").startsWith("drained"))
                    .count();
            assertThat(raises).as("pointer moves of %s", target).isBetween(applied, applied + inside + drained);
        }
    }

    /** What was open at each death: every start but the first follows one. */
    private List<List<Entry>> deaths() {
        var deaths = new ArrayList<List<Entry>>();
        var open = new HashMap<String, Entry>();
        for (var entry : entries) {
            if (entry.isIntent()) {
                open.put(entry.intent(), entry);
            } else if (entry.isOutcome()) {
                open.remove(entry.intent());
            } else if (entry.action().equals("STARTED") && entry.sequence() > 1) {
                deaths.add(List.copyOf(open.values()));
            }
        }
        return deaths;
    }

    private long applied(String subject, Set<String> operations) {
        return entries.stream()
                .filter(entry ->
                        entry.applied() && entry.subject().equals(subject) && operations.contains(entry.operation()))
                .count();
    }
}
