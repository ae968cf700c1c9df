package io.nhigovernor.proofs.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.simulation.Coverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * At least ten years, a million faults and five million applied effects, and no invariant breaks. {@code -Dsimulation.seed},
 * {@code -Dsimulation.effects}, {@code -Dsimulation.faults}, {@code -Dsimulation.worlds} (of the whole core) and
 * {@code -Dsimulation.minutes} choose another size; from the full size on every reachable (state, operation, fault, crash
 * point) must have been met, at any size none that is declared unreachable.
 */
@Isolated("it is to be done in five minutes on two processors")
class CampaignTest {
    private static final long EFFECTS = 5_000_000;
    private static final long FAULTS = 1_000_000;
    private static final int YEARS = 10;
    private static final int THREADS = 2;

    @Test
    void whateverHappensThePromisesHold() throws IOException {
        long seed = Long.getLong("simulation.seed", 0);
        long effects = Long.getLong("simulation.effects", EFFECTS);
        long faults = Long.getLong("simulation.faults", Math.min(FAULTS, effects / 5));
        long worlds = Long.getLong("simulation.worlds", 200);
        var time = Duration.ofMinutes(Long.getLong("simulation.minutes", 60 * 24));
        Campaign engine = new Campaign(World.ENGINE, seed, new Campaign.Enough(0, 0, worlds, time)).run(THREADS);
        Campaign dense = new Campaign(World.DENSE, seed, new Campaign.Enough(effects, faults, 0, time)).run(THREADS);

        List<Coverage.Cell> thinkable = States.thinkable();
        List<Coverage.Unreachable> unreachable = States.unreachable();
        List<Coverage.Cell> missed = dense.coverage.missed(thinkable, unreachable);
        int declared = (int) thinkable.stream()
                .filter(cell -> unreachable.stream().anyMatch(pattern -> pattern.matches(cell)))
                .count();
        String report = new Report("Simulation", command(seed, effects, faults, worlds))
                .campaign(dense)
                .campaign(engine)
                .coverage(dense.coverage, thinkable.size(), declared, missed)
                .toString();
        System.out.println(report);
        Files.writeString(Path.of("target", "simulation.md"), report);

        holds(engine);
        holds(dense);
        assertThat(dense.coverage.surprising(unreachable))
                .as("met, although declared unreachable")
                .isEmpty();
        if (dense.tally.effects() >= EFFECTS) {
            assertThat(missed).as("never met, and not declared unreachable").isEmpty();
            assertThat(dense.tally.years() + engine.tally.years()).isGreaterThanOrEqualTo(YEARS);
        }
    }

    private static void holds(Campaign campaign) {
        campaign.failures().stream().findFirst().ifPresent(failure -> {
            throw new AssertionError(Retelling.of(campaign.world(), failure.seed(), failure.what()), failure.what());
        });
    }

    private static String command(long seed, long effects, long faults, long worlds) {
        return "./mvnw -Pproofs -pl proofs -am -Dtest=CampaignTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dsimulation.seed=" + seed + " -Dsimulation.effects=" + effects + " -Dsimulation.faults=" + faults
                + " -Dsimulation.worlds=" + worlds + " test";
    }
}
