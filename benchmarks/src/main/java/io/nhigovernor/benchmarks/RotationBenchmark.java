package io.nhigovernor.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Whole rotations of many targets, and the same requests by a raw client: one after the other, alternating. */
final class RotationBenchmark {
    private static final Duration CADENCE = Duration.ofSeconds(1);
    private static final int WARMING_UP = 1_000;

    private final Bench bench;

    RotationBenchmark(Bench bench) {
        this.bench = bench;
    }

    record Round(
            Phases governor,
            Phases floor,
            Duration whole,
            Memory memory,
            SortedMap<String, Integer> requests,
            SortedMap<String, Integer> floorRequests) {
        /** The floor's time by the governor's. */
        double ratio() {
            return (double) floor.all().toNanos() / governor.all().toNanos();
        }
    }

    List<Round> run(Kind kind, int count, int rounds) throws IOException, InterruptedException {
        var done = new ArrayList<Round>();
        for (int number = 1; number <= rounds; number++) {
            done.add(round(kind, count, number));
        }
        return done;
    }

    private Round round(Kind kind, int count, int number) throws IOException, InterruptedException {
        Bench.Rotated rotated;
        Recording recording;
        try (var governor = bench.governor()) {
            recording = bench.record(governor, targets(kind, "one", 1, number));
            bench.rotate(governor, targets(kind, "warm", Math.min(WARMING_UP, count), number), false);
            Bench.say(kind.word() + ", round " + number + ": the governor rotates " + count);
            rotated = bench.rotate(governor, targets(kind, "many", count, number), true);
        }
        var vault = bench.vault();
        var token = vault.token(Kind.Mounts.FLOOR);
        var warm = targets(kind, "warm", Math.min(WARMING_UP, count), number);
        var many = targets(kind, "many", count, number);
        bench.enrolled(warm, Kind.Mounts.FLOOR);
        bench.enrolled(many, Kind.Mounts.FLOOR);
        var floor = new Floor(vault.http().with(token), recording);
        floor.run(warm);
        Bench.say(kind.word() + ", round " + number + ": the raw client does the same");
        long logged = Audited.size(vault.auditLog());
        var floored = floor.run(many);
        var round = new Round(
                rotated.phases(),
                floored,
                rotated.whole(),
                rotated.memory(),
                rotated.requests(),
                Audited.counted(vault.auditLog(), logged));
        Bench.say("ratio %.2f: %s by the governor, %s by the raw client"
                .formatted(round.ratio(), rotated.phases(), floored));
        return round;
    }

    private static Targets targets(Kind kind, String what, int count, int number) {
        return new Targets(kind.word() + "-" + what + number, kind, count, CADENCE);
    }
}
