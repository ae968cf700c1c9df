package io.nhigovernor.proofs.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.proofs.copy.ChangedCopy;
import io.nhigovernor.samples.estate.proof.Child;
import io.nhigovernor.samples.estate.proof.FastStart;
import io.nhigovernor.samples.estate.proof.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Governor processes die beside a running estate. Afterwards the backends' own request log agrees with the ledger, the ledger
 * verifies, and by the estate's own counters nobody was ever without a working credential; and no secret lies anywhere but where it
 * belongs, however the lives ended.
 */
@Execution(ExecutionMode.CONCURRENT)
class RealKillsTest {
    /** A guard, not a budget: on an idle machine the whole takes a few minutes. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final Path WORK = Path.of("target", "kills");
    private static final int RANDOM_KILLS = 50;
    private static final int PAUSES = 5;
    private static final long SEED = 20_261_127;

    private static final Duration FULL_FOR = Duration.ofSeconds(4);

    private static Child.Launch copy = Child.Launch.USUAL;

    @BeforeAll
    static void makeTheCopy() throws Exception {
        var classes = ChangedCopy.compile(Path.of(".."), Path.of("crash-points.txt"), WORK.resolve("copy"));
        copy = FastStart.of(List.of(classes), WORK.resolve("start"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aGovernorThatDiesAtEveryPointOfEveryOperationFinishesEveryRotation(int half) throws Exception {
        var points = Points.half(half);
        try (var world = World.open(WORK.resolve("points-" + half), copy, points, site -> {})) {
            var driving = driving(world);
            driving.through(points);
            var done = world.life().done();
            System.out.println("points: " + world.life().lives() + " lives, " + done.size() + " points, "
                    + driving.rotations().ends());
            assertThat(done).hasSameSizeAs(points).hasSameSizeAs(new HashSet<>(done));
            assertThat(driving.rotations().ends().values()).containsOnly("COMPLETED", "RESTORED");
            Verdict.holds(world);
            assertThat(world.governor().log()).doesNotContain("ERROR");
        }
    }

    @Test
    void killedAtAnyMomentAndPausedAGovernorFinishesEveryRotation() throws Exception {
        var random = new SplittableRandom(SEED);
        try (var world = World.open(WORK.resolve("random"), copy, List.of(), site -> {});
                var timer = Executors.newSingleThreadScheduledExecutor()) {
            var secrets = new Secrets(world.life().site());
            secrets.gatherFixed();
            secrets.gatherGenerations();
            timer.scheduleWithFixedDelay(secrets::gather, 0, 500, TimeUnit.MILLISECONDS);
            var driving = driving(world);
            for (int kill = 0; kill < RANDOM_KILLS; kill++) {
                boolean whileStarting = random.nextInt(6) == 0;
                if (whileStarting) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 1_500));
                } else {
                    world.governor().awaitUp();
                    driving.during(Duration.ofMillis(random.nextInt(100, 4_000)));
                }
                world.governor().kill();
                assertThat(world.life().revive()).isTrue();
            }
            world.governor().awaitUp();
            for (int pause = 0; pause < PAUSES; pause++) {
                driving.during(Duration.ofMillis(random.nextInt(200, 2_500)));
                Pauses.pause(world.governor().pid(), Duration.ofMillis(random.nextInt(500, 10_000)));
            }
            driving.toTheEnd();
            System.out.println("random: " + world.life().lives() + " lives, "
                    + driving.rotations().ends());
            timer.shutdown();
            assertThat(timer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            assertThat(world.life().lives()).isEqualTo(RANDOM_KILLS + 1);
            Verdict.holds(world);
            assertThat(world.governor().log()).doesNotContain("ERROR");
            everythingThatCanBeReadIsRead(world, driving);
            assertThat(secrets.generations()).containsAll(candidates(world));
            secrets.lieOnlyWhereTheyBelong(world.life().site().root());
        }
    }

    /** Each answer is kept as a file, where a secret would be found. */
    private static void everythingThatCanBeReadIsRead(World world, Driving driving)
            throws IOException, InterruptedException {
        var api = world.governor().api();
        for (var path :
                List.of("documents", "schedules", "health", "drift", "openapi.json", "rollouts", "ledger?limit=1000")) {
            api.get("/v1/" + path);
        }
        for (var id : driving.rotations().ends().keySet()) {
            api.get("/v1/rollouts/" + id);
            api.get("/v1/rollouts/" + id + "/evidence?limit=1000");
        }
    }

    private static Set<String> candidates(World world) {
        return world.life().ledger().entries().stream()
                .filter(entry -> entry.isIntent() && entry.operation().equals("ADMIT"))
                .map(entry -> entry.detail("generation"))
                .collect(Collectors.toSet());
    }

    @Test
    void aFullDiskLocksNobodyOut() throws Exception {
        try (var disk = new FullDisk(WORK.resolve("full"));
                var world = World.open(WORK.resolve("full"), copy, List.of(), disk::under)) {
            var way = FullDisk.way(disk);
            Assumptions.assumeTrue(way.isPresent(), "neither may mount nor limit");
            var driving = driving(world);
            for (var moment : List.of("PROMOTE", "DISABLE")) {
                driveUntilApplied(world, driving, moment);
                disk.fill(world.governor().pid());
                driving.during(FULL_FOR);
                boolean gaveUp = !world.governor().alive();
                System.out.println("full disk: " + way.orElseThrow() + " after " + moment
                        + (gaveUp ? "; the governor stopped" : "; its files had room enough"));
                if (gaveUp) {
                    // What a supervisor does; it cannot help yet.
                    world.life().revive();
                    TimeUnit.MILLISECONDS.sleep(FULL_FOR.toMillis());
                }
                disk.empty(world.governor().pid());
                world.life().revive();
                world.governor().awaitUp();
                Verdict.theLedgerVerifies(world.governor().api());
            }
            driving.toTheEnd();
            System.out.println("full disk: " + world.life().lives() + " lives, "
                    + driving.rotations().ends());
            Verdict.holds(world);
        }
    }

    private static void driveUntilApplied(World world, Driving driving, String operation)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        world.life().ledger().look(world.governor().api());
        int before = world.life().ledger().entries().size();
        while (world.life().ledger().entries().stream()
                .skip(before)
                .noneMatch(entry -> entry.applied() && entry.operation().equals(operation))) {
            assertThat(System.nanoTime()).as("%s in time", operation).isLessThan(until);
            driving.look(true);
            world.life().ledger().look(world.governor().api());
        }
    }

    private static Driving driving(World world) {
        return new Driving(world.life(), new Rotations(Cast.FAMILIES), LIMIT);
    }
}
