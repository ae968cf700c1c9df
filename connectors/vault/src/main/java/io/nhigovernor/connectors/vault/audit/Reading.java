package io.nhigovernor.connectors.vault.audit;

import io.nhigovernor.connectors.vault.audit.AuditSignals.Meaning;
import io.nhigovernor.connectors.vault.audit.AuditSource.Parts;
import io.nhigovernor.connectors.vault.tail.Follower;
import io.nhigovernor.connectors.vault.tail.LogTail;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.SignalSource.Sink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One subscription's thread: devices in, signals out. What is kept between polls is bounded. */
final class Reading implements Runnable {
    /** Longer than a source may be silent before it counts as blind (60 s). */
    static final Duration BLIND_AFTER_GAP = Duration.ofSeconds(61);

    private static final int SEEN_MAX = 100_000;
    private static final String OWN = "own-call";
    private static final Duration KEEP_EVERY = Duration.ofSeconds(1);

    private final Parts parts;
    private final Sink sink;
    private final CountDownLatch closing;
    private final AuditSignals meanings;
    private final List<Followed> followed = new ArrayList<>();
    private final LinkedHashSet<String> seen = new LinkedHashSet<>();
    private final List<RawSignal> signals = new ArrayList<>();
    private Instant ownSeen = Instant.MIN;
    private Instant ownTold = Instant.MIN;
    private Instant blindUntil = Instant.MIN;
    private Instant kept = Instant.MIN;

    Reading(Parts parts, Sink sink, CountDownLatch closing) {
        this.parts = parts;
        this.sink = sink;
        this.closing = closing;
        this.meanings = new AuditSignals(parts.name(), parts.hashes(), parts.owners());
        parts.devices().forEach(device -> followed.add(new Followed(device)));
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            while (more || !closing.await(AuditSource.POLL_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                more = round() && closing.getCount() > 0;
            }
            keep();
        } catch (CancellationException e) {
            // Closed while waiting for room: what was not taken is read again from the last kept position.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            parts.incidents().ended(e);
        } finally {
            followed.forEach(file -> file.follower.close());
        }
    }

    /** @return whether there is more to read at once */
    private boolean round() {
        boolean more = false;
        for (Followed file : followed) {
            more |= file.poll();
        }
        AuditSource.hand(sink, signals);
        if (ownSeen.isAfter(ownTold)) {
            ownTold = ownSeen;
            sink.heartbeat(parts.name(), ownTold);
        }
        Instant now = parts.clock().instant();
        if (!now.isBefore(kept.plus(KEEP_EVERY))) {
            keep();
        }
        return more;
    }

    private void keep() {
        followed.forEach(file -> file.follower.keep());
        kept = parts.clock().instant();
    }

    private void take(AuditLine line, String device) {
        if (line.type() != AuditLine.Type.RESPONSE) {
            // Its response will say the same and how it ended; a request that was never answered is no evidence.
            parts.counters().add(device, AuditCounters.Taken.OTHER);
            if (line.type() == AuditLine.Type.REQUEST) {
                parts.own().asked(line);
            }
            return;
        }
        if (!seen.add(line.requestId())) {
            parts.counters().add(device, AuditCounters.Taken.REPEATED);
            return;
        }
        if (seen.size() > SEEN_MAX) {
            seen.removeFirst();
        }
        judge(line, device);
    }

    private void judge(AuditLine line, String device) {
        boolean ours = parts.own().ours(line);
        if (ours) {
            heard(line);
        }
        mean(line, device, ours ? Optional.of(OWN) : Optional.empty());
    }

    private void heard(AuditLine line) {
        if (line.time().isAfter(ownSeen) && !line.time().isBefore(blindUntil)) {
            ownSeen = line.time();
        }
    }

    private void mean(AuditLine line, String device, Optional<String> probe) {
        AuditCounters.Taken taken =
                switch (meanings.of(line, device, probe, parts.clock().instant())) {
                    case Meaning.Login login -> {
                        signals.add(login.signal());
                        yield AuditCounters.Taken.LOGIN;
                    }
                    case Meaning.Fetch fetch -> {
                        parts.fetches().fetched(fetch.fetched());
                        yield AuditCounters.Taken.FETCH;
                    }
                    case Meaning.Unattributed none -> AuditCounters.Taken.UNATTRIBUTED;
                    case Meaning.Nothing nothing -> AuditCounters.Taken.OTHER;
                };
        parts.counters().add(device, taken);
    }

    /** One device's file. */
    private final class Followed implements LogTail.Taker {
        private final Device device;
        private final Follower follower;

        Followed(Device device) {
            this.device = device;
            this.follower = new Follower(
                    new LogTail(device.file(), device.checkpoint(), AuditLineReader::time),
                    why -> parts.incidents().unreadable(device.name(), why));
        }

        boolean poll() {
            return follower.poll(this);
        }

        @Override
        public void line(byte[] bytes, int length) {
            switch (AuditLineReader.read(bytes, length)) {
                case Decoded.Line read -> take(read.line(), device.name());
                case Decoded.Skipped none -> parts.counters().add(device.name(), none.why());
            }
        }

        @Override
        public void skipped(LogTail.Unusable why) {
            parts.counters().add(device.name(), why);
        }

        @Override
        public void gap(LogTail.Gap why) {
            parts.counters().add(device.name(), why);
            parts.incidents().gap(device.name(), why);
            blindUntil = parts.clock().instant().plus(BLIND_AFTER_GAP);
        }
    }
}
