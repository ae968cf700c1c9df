package io.nhigovernor.proofs.kills.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.proofs.copy.ChangedCopy;
import io.nhigovernor.proofs.kills.Driving;
import io.nhigovernor.proofs.kills.Rotations;
import io.nhigovernor.samples.estate.proof.Child;
import io.nhigovernor.samples.estate.proof.FastStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Governor processes die in the middle of what they ask of a real Vault and a real PostgreSQL, sixty times at chosen points and a
 * few times at any. Afterwards the logs of both agree with the ledger, neither holds anything that is not listed, and no consumer
 * was ever without a credential that works.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaultKillsTest {
    /** A guard, not a budget: on an idle machine the whole takes four minutes. */
    private static final Duration LIMIT = Duration.ofMinutes(25);

    private static final Path WORK = Path.of("target", "vault-kills");
    private static final int TRAINING = 9;
    private static final int RANDOM_KILLS = 3;
    private static final long SEED = 20_261_127;

    private Backends backends;
    private Child.Launch copy = Child.Launch.USUAL;

    @BeforeAll
    void layOut() throws Exception {
        backends = Backends.start(WORK.resolve("backends"));
        var classes = ChangedCopy.compile(Path.of(".."), Path.of("crash-points.txt"), WORK.resolve("copy"));
        copy = FastStart.of(
                List.of(classes),
                WORK.resolve("start"),
                (root, launch) -> VaultWorld.train(root, new Cast(TRAINING), backends, launch));
    }

    @AfterAll
    void end() {
        if (backends != null) {
            backends.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aGovernorThatDiesInTheMiddleOfWhatItAsksOfVaultLeavesNothingBehind(int half) throws Exception {
        var points = VaultPoints.half(half);
        try (var world = VaultWorld.open(WORK.resolve("world-" + half), new Cast(half), backends, copy, points)) {
            var driving = new Driving(world.life(), new Rotations(Cast.families()), LIMIT);
            driving.through(points);
            var random = new SplittableRandom(SEED + half);
            for (int kill = 0; kill < RANDOM_KILLS; kill++) {
                driving.during(Duration.ofMillis(random.nextInt(300, 2_500)));
                world.life().governor().kill();
                assertThat(world.life().revive()).isTrue();
                world.life().governor().awaitUp();
            }
            driving.toTheEnd();
            var done = world.life().done();
            System.out.println("vault: " + world.life().lives() + " lives, " + done.size() + " points, "
                    + driving.rotations().ends());
            assertThat(done).hasSameSizeAs(points).hasSameSizeAs(new HashSet<>(done));
            assertThat(world.life().lives()).isEqualTo(points.size() + RANDOM_KILLS + 1);
            assertThat(driving.rotations().ends().values()).containsOnly("COMPLETED", "RESTORED");
            new VaultVerdict(world).holds();
            assertThat(world.life().governor().log()).doesNotContain("ERROR");
        }
    }
}
