package io.nhigovernor.governor.replay;

import io.nhigovernor.governor.judge.Judgement;
import io.nhigovernor.governor.judge.RingJudge;
import io.nhigovernor.governor.judge.RingSetup;
import io.nhigovernor.governor.judge.Verdict;
import io.nhigovernor.governor.signal.Freshness;
import io.nhigovernor.governor.signal.Micros;
import io.nhigovernor.governor.signal.ReorderBuffer;
import io.nhigovernor.governor.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stream as it runs: sorted within the buffer, told apart into past and present, and judged second by second. */
final class Course {
    private final RingLine ring;
    private final Consumer<Judgement> heard;
    private final Past past;
    private final ReorderBuffer buffer = new ReorderBuffer();
    private final PriorityQueue<Beat> beats = new PriorityQueue<>(Comparator.comparingLong(Beat::at));
    private final Freshness before = new Freshness();
    private final List<Map.Entry<String, Long>> cutovers;
    private final List<String> restored = new ArrayList<>();
    private int cutOver;
    private long done;
    private long newest = Long.MIN_VALUE;
    private @Nullable RingJudge judge;
    private Optional<Instant> haltAt = Optional.empty();
    private Optional<Instant> promoteAt = Optional.empty();

    Course(RingLine ring, Consumer<Judgement> heard) {
        this.ring = ring;
        this.heard = heard;
        this.past = new Past(ring);
        this.done = Micros.wholeSecond(ring.baselineFrom()) - ReorderBuffer.LAG;
        this.cutovers = ring.cutovers().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    boolean isControl(String identity) {
        return past.isControl(identity);
    }

    void signal(Signal signal, long at, long arrived) {
        newest = Math.max(newest, Math.max(at, arrived));
        if (buffer.late(at, arrived)) {
            if (judge != null) {
                judge.late(signal);
            }
        } else {
            buffer.add(signal);
        }
        runTo(buffer.arrivedMax() - ReorderBuffer.LAG);
    }

    void heartbeat(String source, long at) {
        newest = Math.max(newest, at);
        beats.add(new Beat(source, at));
        buffer.late(at, at);
        runTo(buffer.arrivedMax() - ReorderBuffer.LAG);
    }

    /** Judges all that waits, and lets time run on to {@code until} if that is later. */
    void finish(long until) {
        runTo(Math.max(until, newest == Long.MIN_VALUE ? until : newest + Micros.SECOND));
    }

    long newest() {
        return newest;
    }

    long candidateFails() {
        return judge == null ? 0 : judge.progress().candidateFails();
    }

    Optional<Instant> haltAt() {
        return haltAt;
    }

    Optional<Instant> promoteAt() {
        return promoteAt;
    }

    List<String> restored() {
        return List.copyOf(restored);
    }

    private void runTo(long time) {
        long complete = Micros.wholeSecond(time);
        if (complete <= done) {
            return;
        }
        long first = Micros.wholeSecond(ring.firstCutover());
        if (done < first) {
            span(Math.min(complete, first));
        }
        while (done < complete) {
            span(done + Micros.SECOND);
        }
    }

    private void span(long end) {
        while (!beats.isEmpty() && beats.element().at < end) {
            Beat beat = beats.remove();
            if (judge == null) {
                before.heartbeat(beat.source, beat.at);
            } else {
                judge.heartbeat(beat.source, Micros.instant(beat.at));
            }
        }
        List<Signal> present = new ArrayList<>();
        for (Signal signal : buffer.takeBefore(end)) {
            long at = Micros.of(signal.at());
            if (past.took(signal, at) || judge == null && at < ring.firstCutover()) {
                seen(signal, at);
            } else {
                present.add(signal);
            }
        }
        while (cutOver < cutovers.size() && cutovers.get(cutOver).getValue() < end) {
            Map.Entry<String, Long> next = cutovers.get(cutOver++);
            judge = judge == null ? begin() : judge;
            judge.cutover(next.getKey(), Micros.instant(next.getValue()), past.freeze(next.getKey()));
        }
        RingJudge begun = judge;
        if (begun != null) {
            present.forEach(signal -> begun.signal(signal, signal.at()));
            begun.advance(Micros.instant(end)).forEach(this::note);
        }
        done = end;
    }

    private void seen(Signal signal, long at) {
        if (judge == null) {
            before.signal(signal.source(), at);
        } else {
            judge.seen(signal.source(), signal.at());
        }
    }

    private RingJudge begin() {
        RingJudge begun = new RingJudge(new RingSetup(
                ring.ring(),
                ring.gate(),
                ring.members(),
                past.control(),
                past.pool(),
                Duration.between(Micros.instant(ring.baselineFrom()), Micros.instant(ring.firstCutover())),
                Set.of(),
                Set.of(),
                RingSetup.Release.IN_ORDER));
        for (Freshness.Saved source : before.save()) {
            if (source.heartbeat() != Long.MIN_VALUE) {
                begun.heartbeat(source.source(), Micros.instant(source.heartbeat()));
            }
            if (source.signal() != Long.MIN_VALUE) {
                begun.seen(source.source(), Micros.instant(source.signal()));
            }
        }
        return begun;
    }

    private void note(Judgement judgement) {
        heard.accept(judgement);
        if (judgement.target().isPresent()) {
            restored.add(judgement.target().get());
        } else if (judgement.verdict().word() == Verdict.Word.RESTORE) {
            haltAt = Optional.of(judgement.at());
        } else if (judgement.verdict().word() == Verdict.Word.PROMOTE) {
            promoteAt = Optional.of(judgement.at());
        }
    }

    private record Beat(String source, long at) {}
}
