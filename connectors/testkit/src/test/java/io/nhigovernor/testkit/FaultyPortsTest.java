package io.nhigovernor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultyPortsTest {
    private final InMemoryBench bench = new InMemoryBench(BackendCapabilities.fenced(), "billing");
    private final Target target = new Target(bench.credential(), "billing");
    private final DelayedEffects delayed = new DelayedEffects();
    private final Call call = new Call("intent", "attempt", Duration.ofSeconds(1));
    private final Fingerprint first = first();

    @Test
    void aRefusalHasNoEffect() {
        assertThat(faulty(Fault.REFUSE).stage(target, bench.make(), call)).isInstanceOf(Outcome.NotApplied.class);
        assertThat(bench.backend.effects().effects()).isEmpty();
    }

    @Test
    void aReplyLostOnTheWayThereHasNoEffectAndOneLostOnTheWayBackHasOne() {
        assertThat(faulty(Fault.TIMEOUT_BEFORE).stage(target, bench.make(), call))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(bench.backend.effects().count("intent")).isZero();
        assertThat(faulty(Fault.TIMEOUT_AFTER).stage(target, bench.make(), call))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(bench.backend.effects().count("intent")).isOne();
    }

    @Test
    void aDuplicateHasOneEffectAndNothingIsLoggedTwice() {
        var version = pointer(bench.delivery().read(target)).version();
        assertThat(faulty(Fault.DUPLICATE).promote(target, first, version, call))
                .isInstanceOf(Outcome.Applied.class);
        assertThat(bench.backend.effects().count("intent")).isOne();
        assertThat(bench.backend.effects().repeated()).isEmpty();
    }

    @Test
    void aDelayedPromoteLandsLateAndBouncesOffTheTouchFence() {
        try (var made = bench.make()) {
            bench.delivery().stage(target, made, call);
            var candidate = Fingerprints.of(made);
            var version = pointer(bench.delivery().read(target)).version();
            assertThat(faulty(Fault.DELAY).promote(target, candidate, version, call))
                    .isInstanceOf(Outcome.Unknown.class);
            bench.delivery().promote(target, first, version, new Call("restore", "attempt", Duration.ofSeconds(1)));
            assertThat(delayed.size()).isOne();
            delayed.landAll();
            assertThat(pointer(bench.delivery().read(target)).generation()).isEqualTo(first);
        }
    }

    @Test
    void aDelayedValueLandsAlsoAfterItsCallerWipedIt() {
        var made = bench.make();
        var fingerprint = Fingerprints.of(made);
        faulty(Fault.DELAY).stage(target, made, call);
        made.close();
        assertThat(bench.delivery().pending(target, "attempt")).isEqualTo(Reading.known(java.util.Optional.empty()));
        assertThat(delayed.land()).isTrue();
        assertThat(bench.delivery().pending(target, "attempt"))
                .isEqualTo(Reading.known(java.util.Optional.of(fingerprint)));
        assertThat(delayed.land()).isFalse();
    }

    @Test
    void aStaleReadAnswersWhatWasTrueBeforeTheLastEffect() {
        var faulty =
                new FaultyDelivery(bench.delivery(), Faults.script(Fault.NONE, Fault.STALE_READ, Fault.NONE), delayed);
        var before = pointer(bench.delivery().read(target));
        faulty.promote(target, first, before.version(), call);
        assertThat(pointer(faulty.read(target))).isEqualTo(before);
        assertThat(pointer(faulty.read(target)).version().after(before.version()))
                .isTrue();
    }

    @Test
    void aVerifierBehindABadLineIsUnreadableInconclusiveOrStale() {
        var party = bench.credential().relyingParties().getFirst();
        var before = bench.verifier().read(bench.credential());
        var faulty = new FaultyVerifier(
                bench.verifier(),
                Faults.script(Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER, Fault.REFUSE, Fault.NONE, Fault.STALE_READ),
                delayed);
        try (var made = bench.make()) {
            assertThat(faulty.read(bench.credential())).isInstanceOf(Reading.Unreadable.class);
            assertThat(faulty.prove(bench.credential(), made, party, "p")).isInstanceOf(Proof.Inconclusive.class);
            assertThat(faulty.prove(bench.credential(), made, party, "p")).isInstanceOf(Proof.Refused.class);
            assertThat(faulty.admit(bench.credential(), made, call)).isInstanceOf(Outcome.Applied.class);
            assertThat(faulty.read(bench.credential())).isEqualTo(before);
            assertThat(bench.verifier().read(bench.credential())).isNotEqualTo(before);
        }
    }

    @Test
    void theSameSeedDrawsTheSameFaults() {
        var probabilities = Map.of(Fault.TIMEOUT_AFTER, 0.2, Fault.DELAY, 0.1, Fault.REFUSE, 0.1);
        var one = Faults.seeded(42, probabilities);
        var two = Faults.seeded(42, probabilities);
        var drawn = IntStream.range(0, 200).mapToObj(i -> one.next("read", "x")).toList();
        assertThat(IntStream.range(0, 200).mapToObj(i -> two.next("read", "x"))).isEqualTo(drawn);
        assertThat(drawn).contains(Fault.NONE, Fault.TIMEOUT_AFTER, Fault.DELAY, Fault.REFUSE);
    }

    @Test
    void anExpiredGenerationIsRefusedByTheOutsidesOwnClock() {
        var clock = ManualClock.started();
        var backend = new InMemoryBackend(credential -> BackendCapabilities.fenced(), clock);
        var enrolled = backend.enrol(bench.credential());
        backend.expire(bench.credential(), enrolled, clock.instant().plusSeconds(60));
        assertThat(backend.acceptedNow(bench.credential().id())).containsExactly(enrolled);
        clock.advance(Duration.ofSeconds(60));
        assertThat(backend.acceptedNow(bench.credential().id())).isEmpty();
        assertThat(((InstantSource) clock).instant()).isEqualTo(Instant.parse("2030-01-01T00:01:00Z"));
    }

    private FaultyDelivery faulty(Fault fault) {
        return new FaultyDelivery(bench.delivery(), Faults.script(fault), delayed);
    }

    private Fingerprint first() {
        return pointer(bench.delivery().read(target)).generation();
    }

    private static io.nhigovernor.spi.Delivery.Pointer pointer(
            Reading<java.util.Optional<io.nhigovernor.spi.Delivery.Pointer>> reading) {
        return ((Reading.Known<java.util.Optional<io.nhigovernor.spi.Delivery.Pointer>>) reading)
                .value()
                .orElseThrow();
    }
}
