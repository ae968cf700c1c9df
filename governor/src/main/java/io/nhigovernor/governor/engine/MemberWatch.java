package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.rollout.Sighting;
import io.nhigovernor.governor.signal.GenerationSeen;
import io.nhigovernor.governor.signal.Signal;
import io.nhigovernor.governor.signal.Tally;
import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.Optional;

/** What was seen of one target since its rollout began: counts for reports, and arrivals for adoption and return. */
final class MemberWatch {
    final int ring;
    final Tally tally;
    private Sighting sighting = Sighting.NONE;
    private Optional<Instant> movedAt = Optional.empty();
    private Optional<Instant> pointedBackAt = Optional.empty();
    private Optional<Instant> goodAgainAt = Optional.empty();

    MemberWatch(int ring, Tally tally) {
        this.ring = ring;
        this.tally = tally;
    }

    MemberWatch(Saved saved) {
        this(saved.ring(), Tally.restored(saved.tally()));
        sighting = saved.sighting();
        movedAt = saved.movedAt();
        pointedBackAt = saved.pointedBackAt();
        goodAgainAt = saved.goodAgainAt();
    }

    void signal(Signal signal, Instant arrived) {
        if (signal.probe() || signal.outcome() == RawSignal.Result.EXCLUDED) {
            return;
        }
        tally.add(signal);
        boolean good = signal.outcome() == RawSignal.Result.OK;
        Optional<Instant> now = Optional.of(arrived);
        if (signal.generation() == GenerationSeen.PRIOR) {
            sighting = new Sighting(
                    now, good ? now : sighting.okOnPrior(), sighting.onCandidate(), sighting.okOnCandidate());
            boolean back = pointedBackAt.isPresent() && !signal.at().isBefore(pointedBackAt.get());
            if (good && back && goodAgainAt.isEmpty()) {
                goodAgainAt = Optional.of(signal.at());
            }
        } else if (signal.generation() == GenerationSeen.CANDIDATE) {
            sighting =
                    new Sighting(sighting.onPrior(), sighting.okOnPrior(), now, good ? now : sighting.okOnCandidate());
        }
    }

    void moved(Instant at) {
        movedAt = Optional.of(at);
        pointedBackAt = Optional.empty();
        goodAgainAt = Optional.empty();
    }

    void pointedBack(Instant at) {
        pointedBackAt = Optional.of(at);
        goodAgainAt = Optional.empty();
    }

    Sighting sighting() {
        return sighting;
    }

    Optional<Instant> movedAt() {
        return movedAt;
    }

    Optional<Instant> goodAgainAt() {
        return goodAgainAt;
    }

    Saved save() {
        return new Saved(ring, tally.save(), sighting, movedAt, pointedBackAt, goodAgainAt);
    }

    record Saved(
            int ring,
            Tally.Saved tally,
            Sighting sighting,
            Optional<Instant> movedAt,
            Optional<Instant> pointedBackAt,
            Optional<Instant> goodAgainAt) {}
}
