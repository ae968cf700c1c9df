package io.nhigovernor.connectors.vault.logins;

import io.nhigovernor.connectors.vault.database.OwnPorts;
import io.nhigovernor.connectors.vault.database.OwnVisit;
import io.nhigovernor.connectors.vault.tail.Follower;
import io.nhigovernor.connectors.vault.tail.LogTail;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.SignalSource;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The log of the server that pairs of roles belong to, read as one source. The governor logs in there now and then, as itself: that
 * this comes back through the log shows that the log is alive.
 */
public final class LoginWatch implements SignalSource {
    /** Longer than a source may be silent before it counts as blind (60 s). */
    static final Duration BLIND_AFTER_GAP = Duration.ofSeconds(61);

    private static final Duration POLL_EVERY = Duration.ofMillis(100);
    private static final Duration KEEP_EVERY = Duration.ofSeconds(1);
    /** Also how long, at most, a server before version 18 takes to show that it let somebody in. */
    private static final Duration VISIT_EVERY = Duration.ofSeconds(5);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(LoginWatch.class.getName());

    private final LoginLog log;
    private final KnownRoles roles;
    private final OwnVisit visit;
    private final InstantSource clock;

    public LoginWatch(LoginLog log, KnownRoles roles, OwnVisit visit, InstantSource clock) {
        this.log = log;
        this.roles = roles;
        this.visit = visit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return log.source();
    }

    @Override
    public AutoCloseable subscribe(Sink sink) {
        var closing = new CountDownLatch(1);
        var reading = Thread.ofPlatform()
                .name("logins-" + log.source())
                .daemon()
                .start(() -> new Reading(sink, closing).run());
        var visiting =
                Thread.ofPlatform().name("visits-" + log.source()).daemon().start(() -> visits(closing));
        return () -> {
            closing.countDown();
            // No interrupt: it would close the file under the reader's hands.
            reading.join(CLOSE_WITHIN);
            visiting.join(CLOSE_WITHIN);
        };
    }

    private void visits(CountDownLatch closing) {
        try {
            do {
                visit.once();
            } while (!closing.await(VISIT_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One subscription's thread. */
    private final class Reading implements LogTail.Taker {
        private final Sink sink;
        private final CountDownLatch closing;
        private final LoginSignals meaning = new LoginSignals(log.source(), roles, new Ours());
        private final Sessions sessions = new Sessions();
        private final List<RawSignal> signals = new ArrayList<>();
        private Instant ownSeen = Instant.MIN;
        private Instant ownTold = Instant.MIN;
        private Instant blindUntil = Instant.MIN;
        private Instant kept = Instant.MIN;
        private boolean passedOver;

        Reading(Sink sink, CountDownLatch closing) {
            this.sink = sink;
            this.closing = closing;
        }

        void run() {
            var tail = new LogTail(log.file(), log.checkpoint(), ServerLineReader::time);
            try (var follower =
                    new Follower(tail, why -> warn("{0}: the log of PostgreSQL cannot be read: {1}", why))) {
                boolean more = true;
                while (more || !closing.await(POLL_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    more = follower.poll(this) && closing.getCount() > 0;
                    hand();
                    keep(follower);
                }
                follower.keep();
            } catch (CancellationException e) {
                // Closed while waiting for room: what was not taken is read again from the last kept position.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, log.source() + ": reading ended by a bug; the source is blind", e);
            }
        }

        private void hand() {
            if (!signals.isEmpty()) {
                sink.signals(List.copyOf(signals));
                signals.clear();
            }
            if (ownSeen.isAfter(ownTold)) {
                ownTold = ownSeen;
                sink.heartbeat(log.source(), ownTold);
            }
        }

        private void keep(Follower follower) {
            var now = clock.instant();
            if (!now.isBefore(kept.plus(KEEP_EVERY))) {
                follower.keep();
                kept = now;
            }
        }

        @Override
        public void line(byte[] bytes, int length) {
            var line = ServerLineReader.read(bytes, length);
            if (line.isEmpty() && !passedOver) {
                passedOver = true;
                warn("{0}: {1}", "lines that are no jsonlog, or whose log_timezone is not UTC, are passed over");
            }
            line.ifPresent(known -> sessions.take(known).forEach(this::login));
        }

        private void login(Login login) {
            if (meaning.ours(login)
                    && login.at().isAfter(ownSeen)
                    && !login.at().isBefore(blindUntil)) {
                ownSeen = login.at();
            }
            meaning.of(login, clock.instant()).ifPresent(signals::add);
        }

        @Override
        public void skipped(LogTail.Unusable why) {
            // A long statement's line; a login's is short.
        }

        @Override
        public void gap(LogTail.Gap why) {
            warn("{0}: lines of the log of PostgreSQL are missing: {1}", why.name());
            blindUntil = clock.instant().plus(BLIND_AFTER_GAP);
        }

        private void warn(String sentence, String why) {
            LOG.log(Level.WARNING, sentence, log.source(), why);
        }
    }

    private static final class Ours implements LoginSignals.Own {
        @Override
        public boolean application(String name) {
            return OwnVisit.isOurs(name);
        }

        @Override
        public boolean port(int remote, Instant at) {
            return OwnPorts.used(remote, at);
        }
    }
}
