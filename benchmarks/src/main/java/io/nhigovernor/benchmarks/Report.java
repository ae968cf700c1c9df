package io.nhigovernor.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The page that is committed: it is written anew after every part, so that what was measured is kept if a later part fails. */
final class Report {
    private static final double GOAL = 0.7;
    private static final Duration RESTORE_GOAL = Duration.ofSeconds(5);

    private final Path file;
    private final List<String> lines = new ArrayList<>();

    Report(Path file, Wishes wishes, Machine machine, String vault) throws IOException {
        this.file = file;
        var day = DateTimeFormatter.ISO_LOCAL_DATE.format(Instant.now().atOffset(ZoneOffset.UTC));
        lines.add("# The governor and Vault: how fast, " + day);
        lines.add("");
        lines.add("`" + wishes.command() + "` at commit " + wishes.commit()
                + ". What is measured and how: [README.md](README.md).");
        lines.add("");
        lines.addAll(machine.lines());
        lines.add("- Vault " + vault
                + " on loopback: raft storage, TLS, one audit device that writes a file, the tokens of"
                + " `samples/vault/policies`; Vault, governor, callers and raw client share the processors");
        write();
    }

    void rotations(Kind kind, int count, List<RotationBenchmark.Round> rounds) throws IOException {
        lines.add("");
        lines.add("## %d %s".formatted(count, kind == Kind.KV ? "KV targets" : "AppRoles"));
        lines.add("");
        lines.add("| Round | Part | Raw client | Governor | Ratio |");
        lines.add("|---|---|---|---|---|");
        for (int number = 1; number <= rounds.size(); number++) {
            var round = rounds.get(number - 1);
            part(number, "forward", round.floor().forward(), round.governor().forward());
            part(number, "disable", round.floor().disable(), round.governor().disable());
            part(number, "retire", round.floor().retire(), round.governor().retire());
            part(number, "**all**", round.floor().all(), round.governor().all());
        }
        double worst = rounds.stream()
                .mapToDouble(RotationBenchmark.Round::ratio)
                .min()
                .orElseThrow();
        lines.add("");
        lines.add("Goal: a ratio of %.1f of the whole; the worst round has %.2f: %s."
                .formatted(GOAL, worst, worst >= GOAL ? "met" : "**missed**"));
        var last = rounds.getLast();
        lines.add("A whole rotation, with every wait for callers and windows, took %s s. The governor: %s."
                .formatted(seconds(last.whole()), last.memory()));
        requests(count, last.requests(), last.floorRequests());
        write();
    }

    private void part(int number, String name, Duration floor, Duration governor) {
        lines.add("| %d | %s | %s s | %s s | %.2f |"
                .formatted(
                        number,
                        name,
                        seconds(floor),
                        seconds(governor),
                        (double) floor.toNanos() / Math.max(1, governor.toNanos())));
    }

    private void requests(int count, SortedMap<String, Integer> governor, SortedMap<String, Integer> floor) {
        lines.add("");
        lines.add("| Request, by Vault's audit log | Governor, per target | Raw client, per target |");
        lines.add("|---|---|---|");
        int[] sums = new int[2];
        var shapes = new java.util.TreeSet<>(governor.keySet());
        shapes.addAll(floor.keySet());
        for (var shape : shapes) {
            int here = governor.getOrDefault(shape, 0);
            int there = floor.getOrDefault(shape, 0);
            sums[0] += here;
            sums[1] += there;
            lines.add("| `%s` | %.2f | %.2f |".formatted(shape, (double) here / count, (double) there / count));
        }
        lines.add("| all | %.2f | %.2f |".formatted((double) sums[0] / count, (double) sums[1] / count));
    }

    void large(int count, Bench.Rotated rotated) throws IOException {
        lines.add("");
        lines.add("## %d KV targets".formatted(count));
        lines.add("");
        lines.add(
                "One ring, reported without a floor: forward %s s, disable %s s, retire %s s; %s s from the start to COMPLETED."
                        .formatted(
                                seconds(rotated.phases().forward()),
                                seconds(rotated.phases().disable()),
                                seconds(rotated.phases().retire()),
                                seconds(rotated.whole())));
        lines.add("The governor needed at most " + rotated.memory() + ".");
        write();
    }

    void restores(int count, RestoreBenchmark.Restores measured) throws IOException {
        var restores = measured.each();
        var back =
                restores.stream().map(RestoreBenchmark.Restored::back).sorted().toList();
        var decided = restores.stream()
                .map(RestoreBenchmark.Restored::decided)
                .sorted()
                .toList();
        var turned = restores.stream()
                .map(one -> one.back().minus(one.decided()))
                .sorted()
                .toList();
        lines.add("");
        lines.add("## A ring of %d restored, %d times".formatted(count, restores.size()));
        lines.add("");
        lines.add("| Time from the first failing call | Least | Median | p90 | Most |");
        lines.add("|---|---|---|---|---|");
        percentiles("to the verdict (t0 to t1)", decided);
        percentiles("from the verdict to the last pointer (t1 to t2)", turned);
        percentiles("**to the last pointer (t0 to t2)**", back);
        percentiles("floor of t1 to t2: the same requests by the raw client, without callers", measured.floor());
        lines.add("");
        lines.add(
                "Goal: p99 under %d s. Of %d restores the p99 is the longest: %s s, %s. After each of them every pointer was read from KV with its first value."
                        .formatted(
                                RESTORE_GOAL.toSeconds(),
                                restores.size(),
                                seconds(back.getLast()),
                                back.getLast().compareTo(RESTORE_GOAL) < 0 ? "met" : "**missed**"));
        write();
    }

    private void percentiles(String name, List<Duration> sorted) {
        lines.add("| %s | %s s | %s s | %s s | %s s |"
                .formatted(
                        name,
                        seconds(sorted.getFirst()),
                        seconds(sorted.get((sorted.size() - 1) / 2)),
                        seconds(sorted.get((int) Math.ceil(0.9 * sorted.size()) - 1)),
                        seconds(sorted.getLast())));
    }

    /** A part that could not be measured is said, not left out. */
    void failed(String part, Exception failure) throws IOException {
        lines.add("");
        lines.add("## " + part);
        lines.add("");
        lines.add("Not measured: "
                + String.valueOf(failure.getMessage()).lines().findFirst().orElse("") + ".");
        write();
    }

    private static String seconds(Duration duration) {
        return "%.2f".formatted(duration.toMillis() / 1_000.0);
    }

    private void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }
}
