package io.nhigovernor.governor.signal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far each source of signals has been heard. */
public final class Freshness {
    public static final long LIMIT = 60 * Micros.SECOND;
    private static final long NEVER = Long.MIN_VALUE;

    private final Map<String, Source> sources = new TreeMap<>();

    /** Declares a source that must be heard; it is late until it is. */
    public void expect(String source) {
        of(source);
    }

    public void heartbeat(String source, long at) {
        Source known = of(source);
        known.heartbeat = Math.max(known.heartbeat, at);
    }

    public void signal(String source, long at) {
        Source known = of(source);
        known.signal = Math.max(known.signal, at);
    }

    /** Up to where every source has spoken; {@link Long#MIN_VALUE} while one has not, or none is known. */
    public long watermark() {
        long least = sources.isEmpty() ? NEVER : Long.MAX_VALUE;
        for (Source source : sources.values()) {
            least = Math.min(least, Math.max(source.heartbeat, source.signal));
        }
        return least;
    }

    /** Whether a source is known and every known one was alive within the last 60 s. */
    public boolean healthy(long now) {
        for (Source source : sources.values()) {
            if (source.late(now)) {
                return false;
            }
        }
        return !sources.isEmpty();
    }

    /** The sources whose newest heartbeat (newest signal, if one never sent any) is older than 60 s. */
    public List<String> late(long now) {
        return sources.entrySet().stream()
                .filter(entry -> entry.getValue().late(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    public List<Saved> save() {
        return sources.entrySet().stream()
                .map(entry -> new Saved(entry.getKey(), entry.getValue().heartbeat, entry.getValue().signal))
                .toList();
    }

    public void restore(List<Saved> saved) {
        for (Saved source : saved) {
            heartbeat(source.source(), source.heartbeat());
            signal(source.source(), source.signal());
        }
    }

    private Source of(String source) {
        Source known = sources.get(source);
        if (known == null) {
            known = new Source();
            sources.put(source, known);
        }
        return known;
    }

    /** How far a source was heard, in microseconds. */
    public record Saved(String source, long heartbeat, long signal) {
        public Instant newest() {
            return Micros.instant(Math.max(heartbeat, signal));
        }
    }

    private static final class Source {
        private long heartbeat = NEVER;
        private long signal = NEVER;

        boolean late(long now) {
            long newest = heartbeat == NEVER ? signal : heartbeat;
            return newest == NEVER || now - newest > LIMIT;
        }
    }
}
