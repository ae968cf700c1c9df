package io.nhigovernor.governor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.api.FakeOperations;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.SignalSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PulledSourcesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private final FakeOperations operations = new FakeOperations();
    private final Counters counters = new Counters();
    private final SignalIntake intake = new SignalIntake(operations, counters, 10_000);
    private final MemorySource audit = new MemorySource("audit");
    private final PulledSources pulled = subscribe(10_000, audit);

    /** A source that says what the test tells it to, on the thread that asks. */
    private static final class MemorySource implements SignalSource {
        private final String name;
        private Optional<Sink> sink = Optional.empty();
        private boolean closed;

        MemorySource(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public AutoCloseable subscribe(Sink into) {
            sink = Optional.of(into);
            return () -> closed = true;
        }

        Sink sink() {
            return sink.orElseThrow();
        }
    }

    @AfterEach
    void close() {
        pulled.close();
    }

    @Test
    void whatASourceReadsReachesTheEngineWithOurTimeOfArrival() {
        audit.sink().signals(List.of(signal("r1", NOW.minusSeconds(5))));
        assertThat(operations.signals).singleElement().satisfies(signal -> {
            assertThat(signal.generation()).contains(new Fingerprint("gen-2"));
            assertThat(signal.credential()).contains("db");
            assertThat(signal.relyingParty()).contains("approle");
            assertThat(signal.at()).isEqualTo(NOW.minusSeconds(5));
            assertThat(signal.arrived()).isEqualTo(NOW);
        });
        assertThat(counted(Counted.ACCEPTED)).isEqualTo(1);
    }

    @Test
    void repeatsAreDroppedWithinABatchAndAcrossBatches() {
        audit.sink().signals(List.of(signal("r1", NOW), signal("r1", NOW)));
        audit.sink().signals(List.of(signal("r1", NOW), signal("r2", NOW)));
        assertThat(operations.signals).extracting(RawSignal::id).containsExactly("r1", "r2");
        assertThat(counted(Counted.DUPLICATE)).isEqualTo(2);
    }

    @Test
    void whatHappenedTooFarFromItsArrivalIsNeverEvidence() {
        audit.sink()
                .signals(List.of(
                        signal("old", NOW.minusSeconds(601)),
                        signal("early", NOW.plusSeconds(61)),
                        signal("just", NOW.minusSeconds(600))));
        audit.sink().heartbeat("audit", NOW.minusSeconds(601));
        assertThat(operations.signals).extracting(RawSignal::id).containsExactly("just");
        assertThat(operations.heartbeats).isEmpty();
        assertThat(counted(Counted.QUARANTINED)).isEqualTo(3);
    }

    @Test
    void aRecordThatCannotBeASignalIsDroppedAloneAndCounted() {
        audit.sink()
                .signals(List.of(
                        about("r1", "audit", "Not A Name"),
                        about("r2", "elsewhere", "billing"),
                        about("", "audit", "billing"),
                        about("x".repeat(501), "audit", "billing"),
                        about("r3", "audit", "billing")));
        assertThat(operations.signals).extracting(RawSignal::id).containsExactly("r3");
        assertThat(counted(Counted.PULL_UNUSABLE)).isEqualTo(4);
    }

    @Test
    void heartbeatsAreTheSourcesOwnAndOnlyNewOnesCount() {
        audit.sink().heartbeat("audit", NOW.minusSeconds(3));
        audit.sink().heartbeat("audit", NOW.minusSeconds(3));
        audit.sink().heartbeat("audit", NOW.minusSeconds(4));
        audit.sink().heartbeat("elsewhere", NOW);
        audit.sink().heartbeat("audit", NOW);
        assertThat(operations.heartbeats).containsExactly("audit " + NOW.minusSeconds(3), "audit " + NOW);
        assertThat(counted(Counted.HEARTBEAT)).isEqualTo(2);
        assertThat(counted(Counted.DUPLICATE)).isEqualTo(2);
        assertThat(counted(Counted.PULL_UNUSABLE)).isEqualTo(1);
    }

    @Test
    void aSourceWaitsWhileTheBufferIsFullAndLosesNothing() throws Exception {
        operations.full = true;
        var handing = CompletableFuture.runAsync(() -> audit.sink().signals(List.of(signal("r1", NOW))));
        while (counted(Counted.PULL_WAITED) < 2) {
            Thread.onSpinWait();
        }
        assertThat(handing).isNotDone();
        assertThat(operations.signals).isEmpty();
        operations.full = false;
        handing.get(10, TimeUnit.SECONDS);
        assertThat(operations.signals).extracting(RawSignal::id).containsExactly("r1");
        assertThat(counted(Counted.REFUSED_BUFFER_FULL)).isZero();
    }

    @Test
    void closingWakesASourceThatWaitsAndTellsItThatNothingWasTaken() {
        operations.full = true;
        var handing = CompletableFuture.runAsync(() -> audit.sink().signals(List.of(signal("r1", NOW))));
        while (counted(Counted.PULL_WAITED) == 0) {
            Thread.onSpinWait();
        }
        pulled.close();
        assertThatThrownBy(() -> handing.get(10, TimeUnit.SECONDS))
                .isInstanceOfAny(CancellationException.class, ExecutionException.class);
        assertThat(audit.closed).isTrue();
        assertThat(operations.signals).isEmpty();
        audit.sink().heartbeat("audit", NOW);
        assertThat(operations.heartbeats).isEmpty();
    }

    @Test
    void aBatchLargerThanTheBufferIsHandedOnInParts() {
        operations.mostAtOnce = 3;
        var small = new MemorySource("small");
        try (var few = subscribe(3, small)) {
            small.sink()
                    .signals(IntStream.range(0, 10)
                            .mapToObj(i -> about("r" + i, "small", "billing"))
                            .toList());
        }
        assertThat(operations.signals).hasSize(10);
    }

    @Test
    void aSourceThatCannotBeSubscribedStopsNobody() {
        var broken = new SignalSource() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public AutoCloseable subscribe(Sink sink) {
                throw new IllegalStateException("no file");
            }
        };
        var other = new MemorySource("other");
        try (var both = subscribe(10, broken, other)) {
            other.sink().signals(List.of(about("r1", "other", "billing")));
        }
        assertThat(operations.signals).hasSize(1);
        assertThat(other.closed).isTrue();
    }

    @Test
    void nobodySpeaksInAnothersName() {
        PulledSources.requireDistinct(List.of(audit, new MemorySource("other")), List.of("estate"));
        assertThatThrownBy(() -> PulledSources.requireDistinct(
                        List.of(audit, new MemorySource("audit"), new MemorySource("estate")), List.of("estate")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[audit, estate]");
    }

    private PulledSources subscribe(int buffer, SignalSource... sources) {
        return PulledSources.subscribe(List.of(sources), intake, InstantSource.fixed(NOW), buffer);
    }

    private long counted(Counted counted) {
        return counters.snapshot().getOrDefault(counted, -1L);
    }

    private static RawSignal signal(String id, Instant at) {
        return raw(id, "audit", "billing", at);
    }

    private static RawSignal about(String id, String source, String identity) {
        return raw(id, source, identity, NOW);
    }

    private static RawSignal raw(String id, String source, String identity, Instant at) {
        return new RawSignal(
                source,
                id,
                identity,
                Optional.of("db"),
                Optional.of(new Fingerprint("gen-2")),
                RawSignal.Kind.AUTH,
                RawSignal.Result.OK,
                Optional.empty(),
                Optional.of("approle"),
                Optional.empty(),
                at,
                Instant.EPOCH);
    }
}
