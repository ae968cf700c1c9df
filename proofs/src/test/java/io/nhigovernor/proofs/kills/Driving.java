package io.nhigovernor.proofs.kills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Keeps rotations of one governor going, which may die meanwhile. @param limit a guard, not a budget */
public record Driving(Life life, Rotations rotations, Duration limit) {
    private static final Duration LOOK = Duration.ofMillis(400);

    /** One look. @return whether no rotation is under way */
    boolean look(boolean more) throws InterruptedException {
        try {
            rotations.drive(life.governor().api(), life.governor().approver(), more);
            if (rotations.rest(life.governor().api())) {
                return true;
            }
        } catch (IOException e) {
            // It died, or is not up yet.
            TimeUnit.MILLISECONDS.sleep(20);
            return false;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        return false;
    }

    public void during(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            look(true);
        }
    }

    /** Until whatever is under way has ended. */
    public void toTheEnd() throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (!look(false)) {
            assertThat(System.nanoTime()).as("in time; %s", this).isLessThan(until);
        }
    }

    /** Until it has died at each of these points, one rotation of every family has ended, and so has whatever is under way. */
    public void through(List<String> points) throws IOException, InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        var ahead = new TreeSet<>(points);
        boolean rest = false;
        while (!(ahead.isEmpty() && rest && rotations.everyFamilyEnded())) {
            assertThat(System.nanoTime())
                    .as("in time; ahead %s, %s", ahead, this)
                    .isLessThan(until);
            life.revive();
            life.done().forEach(line -> ahead.remove(line.split(" ")[0]));
            rest = look(!ahead.isEmpty() || !rotations.everyFamilyEnded());
        }
    }

    @Override
    public String toString() {
        return rotations.ends() + ", last refused: " + rotations.refused();
    }
}
