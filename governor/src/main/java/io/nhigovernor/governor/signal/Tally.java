package io.nhigovernor.governor.signal;

import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What one target's consumers were seen doing, by generation: the facts adoption and a restore's times are read from. */
public final class Tally {
    private final Map<GenerationSeen, Use> uses = new EnumMap<>(GenerationSeen.class);

    /** Counts one signal; the governor's own probes and excluded outcomes are no use by a consumer. */
    public void add(Signal signal) {
        if (!signal.probe() && signal.outcome() != RawSignal.Result.EXCLUDED) {
            uses.merge(signal.generation(), Use.first(signal), (known, more) -> known.and(signal));
        }
    }

    /** Everything counted, as plain values. */
    public Saved save() {
        return new Saved(of(GenerationSeen.PRIOR), of(GenerationSeen.CANDIDATE));
    }

    /** Goes on counting from what was saved; only prior and candidate are kept. */
    public static Tally restored(Saved saved) {
        var tally = new Tally();
        saved.prior().ifPresent(use -> tally.uses.put(GenerationSeen.PRIOR, use));
        saved.candidate().ifPresent(use -> tally.uses.put(GenerationSeen.CANDIDATE, use));
        return tally;
    }

    /** What is kept over a restart. */
    public record Saved(Optional<Use> prior, Optional<Use> candidate) {}

    public Optional<Use> of(GenerationSeen generation) {
        return Optional.ofNullable(uses.get(generation));
    }

    /** When a consumer was last seen on this generation, whatever came of it. */
    public Optional<Instant> lastSeen(GenerationSeen generation) {
        return of(generation).map(Use::last);
    }

    /** Whether consumers were seen on the candidate, and none on the prior since {@code quietSince}. */
    public boolean exclusive(Instant quietSince) {
        return of(GenerationSeen.CANDIDATE).isPresent()
                && lastSeen(GenerationSeen.PRIOR)
                        .map(last -> last.isBefore(quietSince))
                        .orElse(true);
    }

    /** Whether a call succeeded on this generation at or after {@code since}. */
    public boolean workedSince(GenerationSeen generation, Instant since) {
        return of(generation)
                .flatMap(Use::lastOk)
                .map(ok -> !ok.isBefore(since))
                .orElse(false);
    }

    /** Calls seen on one generation: how many, when, and what came of them. */
    public record Use(
            long ok,
            long failed,
            Instant last,
            boolean lastWorked,
            Optional<Instant> firstOk,
            Optional<Instant> lastOk,
            Optional<Instant> firstFail,
            Optional<Instant> lastFail) {

        static Use first(Signal signal) {
            return new Use(
                            0,
                            0,
                            signal.at(),
                            true,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty())
                    .and(signal);
        }

        Use and(Signal signal) {
            Instant at = signal.at();
            boolean worked = signal.outcome() == RawSignal.Result.OK;
            boolean newest = !at.isBefore(last);
            return new Use(
                    worked ? ok + 1 : ok,
                    worked ? failed : failed + 1,
                    newest ? at : last,
                    newest ? worked : lastWorked,
                    worked ? Optional.of(earlier(firstOk, at)) : firstOk,
                    worked ? Optional.of(later(lastOk, at)) : lastOk,
                    worked ? firstFail : Optional.of(earlier(firstFail, at)),
                    worked ? lastFail : Optional.of(later(lastFail, at)));
        }

        private static Instant earlier(Optional<Instant> known, Instant at) {
            return known.filter(at::isAfter).orElse(at);
        }

        private static Instant later(Optional<Instant> known, Instant at) {
            return known.filter(at::isBefore).orElse(at);
        }
    }
}
