package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.ledger.Drafts;
import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.schedule.DueAnswer;
import io.nhigovernor.governor.schedule.DueCheck;
import io.nhigovernor.governor.schedule.Schedule;
import io.nhigovernor.governor.schedule.ScheduleState;
import io.nhigovernor.governor.schedule.Window;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.testkit.BackendCapabilities;
import io.nhigovernor.testkit.Fault;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Outages made by the steps themselves: too early, too late, twice, or on something else (docs/proofs/outages.md). */
class ProtocolOutagesTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    @Nested
    class Pm02CleanUpDoesNotSeeTheHold {
        private final OutageWorld outage = OutageWorld.of(102);

        private Pm02CleanUpDoesNotSeeTheHold() {
            var archive = outage.world.pod(OutageWorld.id("r1-3"));
            archive.follows = false;
            archive.heard = false;
        }

        @Test
        void theNaiveStrategyReproducesIt() {
            new Naive(outage.world).rotate(A_MINUTE);
            outage.world.run(LATER);
            assertThat(outage.world.pods.getFirst().lockedOut).isPositive();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            var yaml = new StringBuilder();
            SimulationTest.account(yaml, "r1-3", "ring: \"1\", group: moving, hold: the archive reads with it");
            outage.world.apply(yaml.substring(0, yaml.lastIndexOf("---")));
            assertThat(outage.becomes(rollout, "HELD")).isTrue();
            outage.world.run(A_MINUTE);
            assertThat(outage.view(rollout).why().orElseThrow()).contains("the archive reads with it");
            assertThat(outage.priorWorks("r1-3")).isTrue();
            assertThat(outage.lockedOut()).isZero();
        }
    }

    @Nested
    class Pm04AMaskedValueIsWrittenBack {
        private final OutageWorld outage = OutageWorld.masked(104);

        /** Reads the whole record, changes a field, writes the whole record. */
        @Test
        void theNaiveStrategyReproducesIt() {
            var naive = new Naive(outage.world);
            var target = outage.consumer("r0-0").target;
            try (var shown = OutageWorld.maskedValue()) {
                naive.write(target, shown);
            }
            outage.world.run(LATER);
            assertThat(outage.consumer("r0-0").lockedOut).isPositive();
        }

        @Test
        void theGovernorSurvivesIt() {
            outage.world.run(Duration.ofSeconds(8));
            Answer answer = outage.world.order(new Order.Propose("plan", "test", Optional.empty()), "operator");
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Refused.class,
                            refused -> assertThat(refused.reasons())
                                    .allMatch(reason -> reason.code().equals("P2009")));
            outage.world.run(LATER);
            assertThat(outage.lockedOut()).isZero();
            assertThat(outage.world.backend.effects().effects()).isEmpty();
        }
    }

    @Nested
    class Pm06TheReleaseStandsStillUntilThePriorExpires {
        private static final Duration LIFE = Duration.ofMinutes(30);
        private final OutageWorld outage = OutageWorld.of(106);

        private Pm06TheReleaseStandsStillUntilThePriorExpires() {
            outage.world.consumers.keySet().stream()
                    .map(target -> target.credential())
                    .distinct()
                    .forEach(credential -> outage.world.expire(
                            credential, outage.world.clock.instant().plus(LIFE)));
        }

        /** Everything is prepared and waits for its turn in a queue. */
        @Test
        void theNaiveStrategyReproducesIt() {
            var naive = new Naive(outage.world);
            outage.world.run(LIFE.plus(LATER));
            naive.moving().forEach(naive::replace);
            assertThat(outage.lockedOut()).isPositive();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            assertThat(outage.view(rollout).plan().notes())
                    .anySatisfy(note -> assertThat(note.code()).isEqualTo("SHARED_EXPIRY"));
            outage.world.order(new Order.Hold(rollout, "low priority", Optional.empty(), Optional.empty()), "operator");
            assertThat(outage.world.runUntil(LIFE, now -> outage.alarmed("SLACK")))
                    .isTrue();
            outage.world.order(new Order.Resume(rollout), "operator");
            assertThat(outage.becomes(rollout, "COMPLETED")).isTrue();
            assertThat(moved()).allMatch(consumer -> consumer.lockedOut == 0);
        }

        private java.util.stream.Stream<Consumer> moved() {
            return outage.everybody()
                    .filter(consumer -> !consumer.target.identity().startsWith("c-"));
        }
    }

    @Nested
    class Pm07TheDayThatDoesNotExistNextYear {
        private static final LocalDate FROM = LocalDate.of(2024, 1, 1);
        private static final LocalDate TO = LocalDate.of(2061, 1, 1);

        @Test
        void theNaiveStrategyReproducesIt() {
            assertThat(FROM.datesUntil(TO).anyMatch(day -> {
                        try {
                            return LocalDate.of(day.getYear() + 1, day.getMonthValue(), day.getDayOfMonth()) == null;
                        } catch (DateTimeException e) {
                            return true;
                        }
                    }))
                    .isTrue();
        }

        /** Every day of 37 years, through every change of the clocks, a schedule knows when it runs next. */
        @Test
        void theGovernorSurvivesIt() {
            var window = new Window(
                    EnumSet.allOf(java.time.DayOfWeek.class),
                    LocalTime.of(2, 0),
                    LocalTime.of(3, 0),
                    ZoneId.of("Europe/Berlin"));
            var schedule = new Schedule(
                    "yearly",
                    "plan",
                    "yearly",
                    new Schedule.Every(Duration.ofDays(1), Optional.empty()),
                    Optional.of(window));
            FROM.datesUntil(TO).forEach(day -> {
                Instant noon = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
                var state = new ScheduleState(Optional.of(noon), noon.minus(Duration.ofDays(1)));
                assertThat(DueCheck.due(schedule, state, Optional.empty(), noon.plusSeconds(60)))
                        .isInstanceOfSatisfying(
                                DueAnswer.NotYet.class,
                                not -> assertThat(not.next()).isBetween(noon, noon.plus(Duration.ofDays(2))));
            });
        }
    }

    @Nested
    class Pm10PartOfTheChainExpiresFirst {
        private static final Duration SHORT = Duration.ofSeconds(15);
        private final OutageWorld outage = OutageWorld.of(110);

        @Test
        void theNaiveStrategyReproducesIt() {
            var naive = new Naive(outage.world);
            var credential = outage.consumer("r0-0").target.credential();
            var candidate = naive.replace(credential);
            outage.world.backend.expire(
                    credential, candidate, outage.world.clock.instant().plus(SHORT));
            outage.world.run(LATER);
            naive.delete(credential);
            outage.world.run(A_MINUTE);
            assertThat(outage.consumer("r0-0").lockedOut).isPositive();
        }

        @Test
        void theGovernorSurvivesIt() {
            var credential = outage.consumer("r0-0").target.credential();
            String rollout = outage.started();
            outage.world.runUntil(
                    OutageWorld.PATIENCE,
                    now -> now.backend.acceptedNow(credential.id()).size() == 2);
            var candidate = outage.world.backend.acceptedNow(credential.id()).stream()
                    .filter(generation -> !generation.equals(outage.world.first(credential.id())))
                    .findFirst()
                    .orElseThrow();
            outage.world.backend.expire(
                    credential, candidate, outage.world.clock.instant().plus(SHORT));
            assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
            assertThat(outage.alarmed("CANDIDATE_EXPIRES")).isTrue();
            assertThat(outage.opened("PROMOTE", "key/r0-0@r0-0")).isFalse();
            assertThat(outage.lockedOut()).isZero();
        }
    }

    @Nested
    class Pm23AStaleWriteLandsLate {
        private final BackendCapabilities unfenced =
                BackendCapabilities.of(true, true, Mint.CALLER, Disable.REVERSIBLE, false);

        /** A worker gave up on its write, everything was cleaned up, and then the write arrived. */
        @Test
        void theNaiveStrategyReproducesIt() {
            var outage = OutageWorld.of(123, unfenced, "rollout");
            var naive = new Naive(outage.world);
            var target = outage.consumer("r0-0").target;
            var candidate = naive.prepare(target);
            outage.world.after(A_MINUTE, () -> naive.point(target, candidate));
            outage.world.run(LATER);
            naive.delete(target.credential(), candidate);
            outage.world.run(A_MINUTE);
            assertThat(outage.consumer("r0-0").lockedOut).isPositive();
        }

        /** Promotes travel late, and an old incarnation wakes beside its successor while the rollout is halted. */
        @Test
        void theGovernorSurvivesIt() {
            var outage = OutageWorld.of(123, unfenced, "rollout");
            String rollout = outage.started();
            outage.world.runUntil(OutageWorld.PATIENCE, now -> outage.opened("PROMOTE", "key/r0-0@r0-0"));
            outage.world.faults(Map.of(Fault.DELAY, 0.5));
            outage.world.zombie(Duration.ofSeconds(3), () -> {});
            outage.world.run(Duration.ofSeconds(5));
            outage.world.order(new Order.Halt(rollout, "stop"), "operator");
            outage.world.run(LATER);
            outage.world.faults(Map.of());
            assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
            outage.world.run(A_MINUTE);
            assertThat(outage.everybody()).allMatch(Consumer::onPrior);
            assertThat(outage.lockedOut()).isZero();
        }
    }

    @Nested
    class Pm27TheSequenceIsExhausted {
        @Test
        void theNaiveStrategyReproducesIt() {
            int last = Integer.MAX_VALUE;
            assertThat(last + 1).isNegative();
        }

        @Test
        void theGovernorSurvivesIt() {
            assertThat(appended(Integer.MAX_VALUE - 1L, 4)).isEqualTo(Integer.MAX_VALUE + 3L);
            assertThat(appended(Long.MAX_VALUE - 10, 10)).isEqualTo(Long.MAX_VALUE);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> appended(Long.MAX_VALUE, 1))
                    .isInstanceOf(ArithmeticException.class);
        }

        private static long appended(long size, int more) {
            var chain = new HashChain(size, HashChain.EMPTY.head());
            for (int count = 0; count < more; count++) {
                var next = chain.append(Drafts.moved("x"), Instant.EPOCH, 1);
                assertThat(chain.objection(next)).isEmpty();
                chain = chain.after(next);
            }
            return chain.size();
        }
    }

    @Nested
    class Pm28TheWindowBetweenPasswordAndSecret {
        /** The password is changed; the secret that holds it follows with the next deployment, and nobody counts. */
        @Test
        void theNaiveStrategyReproducesIt() {
            var outage = OutageWorld.of(128, BackendCapabilities.singleValued(), "rollout");
            new Naive(outage.world).prepare(outage.consumer("r0-0").target);
            outage.world.run(LATER);
            assertThat(outage.consumer("r0-0").lockedOut).isPositive();
        }

        /** Refused in words; with a waiver and two approvals each swap is finished at once, and how long it took is told. */
        @Test
        void theGovernorSurvivesIt() {
            var outage = OutageWorld.of(128, BackendCapabilities.singleValued(), "rollout");
            outage.world.run(Duration.ofSeconds(8));
            assertThat(outage.world.order(new Order.Propose("plan", "test", Optional.empty()), "operator"))
                    .isInstanceOfSatisfying(
                            Answer.Refused.class,
                            refused -> assertThat(refused.reasons())
                                    .anySatisfy(
                                            reason -> assertThat(reason.code()).isEqualTo("P2011")));
            outage.world.run(LATER);
            assertThat(outage.lockedOut()).isZero();

            var waived = SwapTest.world(28);
            String rollout = SwapTest.started(waived);
            assertThat(waived.runUntil(
                            OutageWorld.PATIENCE, now -> now.phase(rollout).equals("COMPLETED")))
                    .isTrue();
            assertThat(waived.view(rollout).plan().promise()).contains("NOT promised for");
            assertThat(waived.view(rollout).changes())
                    .allSatisfy(change -> assertThat(change.outages())
                            .singleElement()
                            .satisfies(swap ->
                                    assertThat(swap.length().orElseThrow()).isLessThan(Duration.ofSeconds(1))));
        }
    }
}
