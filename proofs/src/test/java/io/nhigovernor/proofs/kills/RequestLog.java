package io.nhigovernor.proofs.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.samples.estate.proof.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the backends were asked to write, and what they wrote, by their own account; compared with the ledger. */
public record RequestLog(List<Line> lines) {
    /** Of the local connector: in which files an effect shows. What an authority keeps for itself beside them is none. */
    private static final List<String> EFFECTS = List.of("/accept/", "/store/values/", "/delivered/");

    /** The ledger takes its time from the database, which counts whole milliseconds. */
    private static final Duration CLOCK = Duration.ofMillis(1);

    public RequestLog {
        lines = List.copyOf(lines);
    }

    /** How what was asked shows. */
    public enum Effect {
        /** To nobody: a backend keeps it for itself. */
        NONE,
        /** Asked again, it is done again, and nothing is otherwise than before. */
        AGAIN,
        /** However often it is asked, in one place and for one intent it is done once. */
        ONCE
    }

    /**
     * One request.
     *
     * @param what {@code sent}, or {@code took} effect
     * @param place where its effect shows
     */
    public record Line(
            Instant at, String what, String operation, String intent, String attempt, String place, Effect effect) {
        /** As a changed local connector writes it. */
        static Line of(String text) {
            var words = text.split(" ", 6);
            return new Line(
                    Instant.EPOCH.plus(Long.parseLong(words[0]), ChronoUnit.MICROS),
                    words[1],
                    words[2],
                    words[3],
                    words[4],
                    words[5],
                    EFFECTS.stream().anyMatch(words[5]::contains) ? Effect.ONCE : Effect.NONE);
        }
    }

    static RequestLog read(Path file) throws IOException {
        return new RequestLog(Files.readAllLines(file).stream().map(Line::of).toList());
    }

    private Stream<Line> effects(String what) {
        return lines.stream()
                .filter(line -> line.effect() != Effect.NONE && line.what().equals(what));
    }

    /** No request left before its intent was recorded, and none is for another operation than was recorded. */
    public void everyRequestHasAnEarlierIntent(Collection<Entry> entries) {
        var recorded =
                entries.stream().filter(Entry::isIntent).collect(Collectors.toMap(Entry::intent, entry -> entry));
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            var intent = recorded.get(line.intent());
            assertThat(intent).as("the intent of %s", line).isNotNull();
            assertThat(intent.operation()).as("%s", line).isEqualTo(line.operation());
            assertThat(intent.time().minus(CLOCK))
                    .as("recorded before %s", line)
                    .isBefore(line.at());
        });
    }

    /** However often a request was sent, it took effect once in one place. */
    public void everyIntentTookEffectOnce() {
        var times = effects("took")
                .filter(line -> line.effect() == Effect.ONCE)
                .collect(Collectors.groupingBy(line -> line.intent() + " " + line.place(), Collectors.counting()));
        assertThat(times)
                .isNotEmpty()
                .allSatisfy((place, count) ->
                        assertThat(count).as("effects of %s", place).isOne());
    }

    /**
     * What the ledger says happened was asked for, and what took effect is in the ledger. Only what nothing was done for is
     * withdrawn without a request: there is nothing to take away.
     *
     * @param mayFindNothing operations that may need no request otherwise, too, where what is left is looked at by itself
     */
    public void everyOutcomeWasAskedForAndEveryEffectHasAnOutcome(
            Collection<Entry> entries, Set<String> mayFindNothing) {
        var begun = effects("took")
                .filter(line -> line.operation().equals("ADMIT"))
                .map(Line::attempt)
                .collect(Collectors.toSet());
        var applied = intents(entries.stream()
                .filter(Entry::applied)
                .filter(entry -> !mayFindNothing.contains(entry.operation()))
                .filter(entry -> !entry.operation().equals("WITHDRAW") || begun.contains(entry.attempt()))
                .map(Entry::intent));
        assertThat(intents(effects("sent").map(Line::intent))).as("sent").containsAll(applied);
        var closed = intents(entries.stream().filter(Entry::isOutcome).map(Entry::intent));
        assertThat(closed).as("closed").containsAll(intents(effects("took").map(Line::intent)));
    }

    private static Set<String> intents(Stream<String> all) {
        return all.collect(Collectors.toCollection(TreeSet::new));
    }

    /** For one attempt a store never takes two values for one target. */
    void noAttemptStagedTwoValues() {
        Map<String, Set<String>> values = effects("took")
                .filter(line -> line.operation().equals("STAGE"))
                .collect(Collectors.groupingBy(
                        line -> line.attempt() + " " + Path.of(line.place()).getParent(),
                        Collectors.mapping(Line::place, Collectors.toSet())));
        assertThat(values)
                .isNotEmpty()
                .allSatisfy((attempt, files) ->
                        assertThat(files).as("values of %s", attempt).hasSize(1));
    }
}
