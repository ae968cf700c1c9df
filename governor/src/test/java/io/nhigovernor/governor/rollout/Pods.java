package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.simulation.Chances;
import io.nhigovernor.governor.simulation.Disturbance;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The consumers: several pods per target, each with a cache of its own that it refreshes when its time to live is over, or
 * never. Each calls several times within the quiet period, which is what the plan was told of them.
 */
final class Pods {
    /** A call or two may get lost; all of a quiet period do not, or the source would be known to be blind. */
    private static final int CALLS_PER_QUIET = 4;

    private final PretendWorld world;
    private final SplittableRandom random;
    private final Chances chances;
    private final Duration quiet;
    private final Duration cadence;
    private final List<Pod> pods = new ArrayList<>();
    final SortedMap<TargetId, Sighting> sightings = new TreeMap<>();
    /** A source lied of these: what was decided on its word is not ours to promise. */
    final Set<TargetId> lied = new HashSet<>();
    /** Truly seen good on what its pointer shows since it moved. */
    final Set<TargetId> served = new HashSet<>();

    /** One process of a consumer. */
    final class Pod {
        final TargetId target;
        final Duration life;
        boolean stubborn;
        boolean lostOne;
        Fingerprint use;
        Instant reload;
        Instant call;

        Pod(TargetId target, Instant now) {
            this.target = target;
            this.use = world.delivery(target).pointer();
            this.life = quiet.dividedBy(1 + random.nextInt(6));
            this.stubborn = random.nextInt(60) == 0;
            this.reload = within(now, life);
            this.call = within(now, cadence);
        }
    }

    Pods(PretendWorld world, SplittableRandom random, Chances chances, Duration quiet, Instant now) {
        this.world = world;
        this.random = random;
        this.chances = chances;
        this.quiet = quiet;
        this.cadence = quiet.dividedBy(CALLS_PER_QUIET);
        for (TargetId target : world.deliveries.keySet()) {
            int count = 1 + random.nextInt(4);
            for (int pod = 0; pod < count; pod++) {
                pods.add(new Pod(target, now));
            }
        }
    }

    List<Pod> all() {
        return pods;
    }

    private Instant within(Instant now, Duration most) {
        return now.plusMillis(1 + random.nextLong(Math.max(2, most.toMillis())));
    }

    /** Somebody restarts everything. */
    void restarted() {
        for (Pod pod : pods) {
            pod.stubborn = false;
            pod.use = world.delivery(pod.target).pointer();
        }
        lied.clear();
    }

    /** Caches run out while nobody listens. */
    void reload(Instant now) {
        for (Pod pod : pods) {
            refresh(pod, now);
        }
    }

    private void refresh(Pod pod, Instant now) {
        if (!pod.stubborn && !pod.reload.isAfter(now)) {
            pod.use = world.delivery(pod.target).pointer();
            pod.reload = within(now, pod.life);
        }
    }

    /** Everybody whose time has come reloads and calls. @param heardAt the listener's clock */
    void live(Instant now, Instant heardAt, boolean blind, Rollout rollout) {
        for (Pod pod : pods) {
            refresh(pod, now);
            if (pod.call.isAfter(now)) {
                continue;
            }
            if (blind) {
                // Unheard, and due again as soon as somebody listens: pods call often.
                continue;
            }
            boolean several = pod.call.plus(cadence).isBefore(now);
            pod.call = within(now, cadence);
            if (!several && !pod.lostOne && chances.happens(Disturbance.SIGNAL_LOST, 0.2, pod.target.identity())) {
                pod.lostOne = true;
                continue;
            }
            pod.lostOne = false;
            called(pod, heardAt, rollout);
        }
    }

    private void called(Pod pod, Instant heardAt, Rollout rollout) {
        CredentialChange change =
                java.util.Objects.requireNonNull(rollout.changes().get(pod.target.credential()));
        boolean accepted = world.verifier(pod.target.credential()).accepts(pod.use);
        Sighting before = sightings.getOrDefault(pod.target, Sighting.NONE);
        Optional<Instant> at = Optional.of(heardAt);
        if (chances.happens(Disturbance.FALSE_COMFORT, 0.05, pod.target.identity())) {
            lied.add(pod.target);
            sightings.put(pod.target, new Sighting(before.onPrior(), before.okOnPrior(), at, at));
        } else if (pod.use.equals(change.prior())) {
            sightings.put(
                    pod.target,
                    new Sighting(at, accepted ? at : before.okOnPrior(), before.onCandidate(), before.okOnCandidate()));
        } else {
            if (accepted && change.candidate().equals(Optional.of(pod.use))) {
                served.add(pod.target);
            }
            sightings.put(
                    pod.target,
                    new Sighting(before.onPrior(), before.okOnPrior(), at, accepted ? at : before.okOnCandidate()));
        }
    }
}
