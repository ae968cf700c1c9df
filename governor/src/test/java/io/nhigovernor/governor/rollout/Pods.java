package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.simulation.Chances;
import io.nhigovernor.governor.simulation.Disturbance;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final SplittableRandom random;
    private final Chances chances;
    private final long quietMillis;
    private final long cadenceMillis;
    private final List<Pod> pods = new ArrayList<>();
    private final Map<String, List<Pod>> podsByCredential = new HashMap<>();
    private final SortedMap<TargetId, Sighting> sightings = new TreeMap<>();
    /** A source lied of these: what was decided on its word is not ours to promise. */
    final Set<TargetId> lied = new HashSet<>();
    /** Truly seen good on what its pointer shows since it moved. */
    final Set<TargetId> served = new HashSet<>();

    /** One process of a consumer. Its times are milliseconds of the outside's clock. */
    final class Pod {
        final TargetId target;
        private final PretendDelivery delivery;
        private final PretendVerifier verifier;
        private final long life;
        private boolean stubborn;
        private boolean lostOne;
        Fingerprint use;
        private long reload;
        private long call;

        Pod(PretendWorld world, TargetId target, long now) {
            this.target = target;
            this.delivery = world.delivery(target);
            this.verifier = world.verifier(target.credential());
            this.use = delivery.pointer();
            this.life = quietMillis / (1 + random.nextInt(6));
            this.stubborn = random.nextInt(60) == 0;
            this.reload = within(now, life);
            this.call = within(now, cadenceMillis);
        }

        private void refresh(long now) {
            if (!stubborn && reload <= now) {
                use = delivery.pointer();
                reload = within(now, life);
            }
        }
    }

    Pods(PretendWorld world, SplittableRandom random, Chances chances, Duration quiet, Instant now) {
        this.random = random;
        this.chances = chances;
        this.quietMillis = quiet.toMillis();
        this.cadenceMillis = quietMillis / CALLS_PER_QUIET;
        for (TargetId target : world.deliveries.keySet()) {
            int count = 1 + random.nextInt(4);
            for (int number = 0; number < count; number++) {
                var pod = new Pod(world, target, now.toEpochMilli());
                pods.add(pod);
                podsByCredential
                        .computeIfAbsent(target.credential(), ignored -> new ArrayList<>())
                        .add(pod);
            }
        }
    }

    List<Pod> of(String credential) {
        return podsByCredential.getOrDefault(credential, List.of());
    }

    /** What a listener heard so far, for keeps. */
    SortedMap<TargetId, Sighting> sightings() {
        return new TreeMap<>(sightings);
    }

    private long within(long now, long most) {
        return now + 1 + random.nextLong(Math.max(2, most));
    }

    /** Somebody restarts everything. */
    void restarted() {
        for (Pod pod : pods) {
            pod.stubborn = false;
            pod.use = pod.delivery.pointer();
        }
        lied.clear();
    }

    /** Caches run out while nobody listens. */
    void reload(Instant now) {
        for (Pod pod : pods) {
            pod.refresh(now.toEpochMilli());
        }
    }

    /** Everybody whose time has come reloads and calls. @param heardAt the listener's clock */
    void live(Instant now, Instant heardAt, boolean blind, Rollout rollout) {
        long millis = now.toEpochMilli();
        Optional<Instant> heard = Optional.of(heardAt);
        for (Pod pod : pods) {
            pod.refresh(millis);
            // Who calls while nobody listens is unheard, and due again as soon as somebody does: pods call often.
            if (pod.call > millis || blind) {
                continue;
            }
            boolean several = pod.call + cadenceMillis < millis;
            pod.call = within(millis, cadenceMillis);
            if (!several && !pod.lostOne && chances.happens(Disturbance.SIGNAL_LOST, 0.2, pod.target.identity())) {
                pod.lostOne = true;
                continue;
            }
            pod.lostOne = false;
            called(pod, heard, rollout);
        }
    }

    private void called(Pod pod, Optional<Instant> at, Rollout rollout) {
        CredentialChange change = Objects.requireNonNull(rollout.changes().get(pod.target.credential()));
        boolean accepted = pod.verifier.accepts(pod.use);
        Sighting before = sightings.getOrDefault(pod.target, Sighting.NONE);
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
