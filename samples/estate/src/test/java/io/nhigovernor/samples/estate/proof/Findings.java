package io.nhigovernor.samples.estate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.samples.estate.proof.Killing.Kill;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold of the ledger and of the connector's files after a governor was killed again and again. */
public final class Findings {
    private static final Set<String> RAISE_ACCEPT = Set.of("ADMIT", "DISABLE", "ENABLE", "DESTROY", "WITHDRAW");
    private static final Set<String> RAISE_POINTER = Set.of("PROMOTE", "REPOINT");

    private final List<Entry> entries;
    private final List<Kill> kills;
    private final Outside outside;

    public Findings(List<Entry> entries, List<Kill> kills, Outside outside) {
        this.entries = List.copyOf(entries);
        this.kills = List.copyOf(kills);
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

    /** Whatever something outside was found to come from when the governor died was in its ledger by then. */
    void noEffectIsEarlierThanItsIntent() {
        var recorded =
                entries.stream().filter(Entry::isIntent).collect(Collectors.toMap(Entry::intent, Entry::sequence));
        for (var kill : kills) {
            // Of a life that was killed while it started nothing was read; what it may have written begins with one
            // entry
            // more of a start.
            long end = entries.stream()
                    .filter(entry -> entry.action().equals("STARTED") && entry.sequence() > kill.lastSequence())
                    .skip(kill.whileStarting() ? 1 : 0)
                    .mapToLong(Entry::sequence)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            assertThat(kill.intents())
                    .as("recorded before entry %s; %s", end, kill)
                    .allSatisfy(intent -> assertThat(recorded.getOrDefault(intent, Long.MAX_VALUE))
                            .isLessThan(end));
        }
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

    /** As for the verifier; only a kill inside the very step may have cost a version number that nobody was shown. */
    public void noPointerWasMovedTwice() throws IOException {
        for (var target : outside.targets()) {
            long raises = outside.pointer(target).version() - 1;
            long applied = applied(target.text(), RAISE_POINTER);
            long inside = kills.stream()
                    .filter(kill -> kill.inside().stream()
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

    /** Beside what was there before, a store was never seen to keep more than the one candidate of the one attempt. */
    void nothingWasStagedTwice(Map<String, ? extends Set<String>> everKept) throws IOException {
        for (var target : outside.targets()) {
            boolean staged = applied(target.text(), Set.of("STAGE")) > 0;
            assertThat(everKept.get(target.text()))
                    .as("generations ever kept for %s", target)
                    .hasSizeBetween(1, staged ? 2 : 1);
        }
        // A key is staged once alone and once with its chain, everything else once.
        entries.stream()
                .filter(entry -> entry.applied() && entry.operation().equals("STAGE"))
                .collect(Collectors.groupingBy(Entry::subject, Collectors.counting()))
                .forEach((target, times) -> assertThat(times)
                        .as("stagings of %s", target)
                        .isBetween(1L, target.startsWith("cert") ? 2L : 1L));
        var generationsByAttempt = entries.stream()
                .filter(entry -> entry.isIntent() && entry.operation().equals("ADMIT"))
                .collect(Collectors.groupingBy(Entry::attempt, Collectors.counting()));
        assertThat(generationsByAttempt)
                .allSatisfy((attempt, times) -> assertThat(times).as(attempt).isOne());
    }

    private long applied(String subject, Set<String> operations) {
        return entries.stream()
                .filter(entry ->
                        entry.applied() && entry.subject().equals(subject) && operations.contains(entry.operation()))
                .count();
    }
}
