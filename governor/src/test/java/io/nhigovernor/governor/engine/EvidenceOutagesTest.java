package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Outages that went on because what was seen was not what was so (docs/proofs/outages.md). */
class EvidenceOutagesTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    @Nested
    class Pm16TheMonitoringIsBlind {
        private final OutageWorld outage = OutageWorld.of(116);

        private Pm16TheMonitoringIsBlind() {
            for (int member = 0; member < 7; member++) {
                outage.world.brokenWithCandidate.add("r1-" + member);
            }
        }

        private void blind() {
            outage.world.beating = false;
            outage.everybody().forEach(consumer -> consumer.heard = false);
        }

        /** No failure is reported, so all is well. */
        @Test
        void theNaiveStrategyReproducesIt() {
            blind();
            new Naive(outage.world).rotate(A_MINUTE);
            outage.world.run(LATER);
            assertThat(outage.consumer("r1-0").failed).isPositive();
            assertThat(outage.priorWorks("r1-0")).isFalse();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            outage.world.runUntil(
                    OutageWorld.PATIENCE, now -> outage.ring(rollout, "ring-0").equals("SOAKING"));
            blind();
            outage.world.run(Duration.ofMinutes(5));
            assertThat(outage.ring(rollout, "ring-0")).isEqualTo("SOAKING");
            assertThat(outage.ring(rollout, "ring-1")).isEqualTo("PENDING");
            assertThat(outage.consumer("r1-0").failed).isZero();
        }
    }

    @Nested
    class Pm22HealthFlapsWithThePeriodOfTheWindow {
        private static final Duration HALF = Duration.ofSeconds(5);
        private final OutageWorld outage = OutageWorld.of(122);
        private final List<String> members = List.of("r1-0", "r1-1", "r1-2", "r1-3", "r1-4");

        private Pm22HealthFlapsWithThePeriodOfTheWindow() {
            flap();
        }

        private void flap() {
            outage.world.after(HALF, () -> {
                if (!outage.world.brokenWithCandidate.removeAll(members)) {
                    outage.world.brokenWithCandidate.addAll(members);
                }
                flap();
            });
        }

        /** Looks once, in a good moment. */
        @Test
        void theNaiveStrategyReproducesIt() {
            var naive = new Naive(outage.world);
            naive.moving().forEach(naive::replace);
            outage.world.run(A_MINUTE);
            outage.world.runUntil(A_MINUTE, now -> now.brokenWithCandidate.isEmpty());
            naive.moving().forEach(naive::delete);
            int failedSoFar = outage.consumer("r1-0").failed;
            outage.world.run(A_MINUTE);
            assertThat(outage.consumer("r1-0").failed).isGreaterThan(failedSoFar);
            assertThat(outage.priorWorks("r1-0")).isFalse();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
            assertThat(outage.priorWorks("r1-0")).isTrue();
            assertThat(outage.lockedOut()).isZero();
            int failedSoFar = outage.consumer("r1-0").failed;
            outage.world.run(A_MINUTE);
            assertThat(outage.consumer("r1-0").failed).isEqualTo(failedSoFar);
        }
    }

    @Nested
    class Pm25TheOldKeyIsStillHonoured {
        private final OutageWorld outage = OutageWorld.stillAccepting(125);

        /** Deleted at the authority, said to be done, and nobody tried the old key. */
        @Test
        void theNaiveStrategyReproducesIt() {
            new Naive(outage.world).rotate(A_MINUTE);
            assertThat(outage.priorWorks("r0-0")).isFalse();
            assertThat(outage.stillHonoured("r0-0")).isTrue();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            outage.world.run(Duration.ofMinutes(5));
            assertThat(outage.view(rollout).endedAt()).isEmpty();
            assertThat(outage.opened("DESTROY", "key/r0-0")).isFalse();
            assertThat(outage.view(rollout).changes())
                    .allMatch(change -> change.phase().equals("QUARANTINED"));
        }
    }

    @Nested
    class Pm13TheKeyIsLeakedAndConsumersPinIt {
        private final OutageWorld outage = OutageWorld.of(113);

        private Pm13TheKeyIsLeakedAndConsumersPinIt() {
            List.of("r0-0", "r1-0", "r1-1").forEach(pinned -> outage.consumer(pinned).follows = false);
        }

        /** Replaced everywhere at once: everyone who pins it breaks in the same minute. */
        @Test
        void theNaiveStrategyReproducesIt() {
            new Naive(outage.world).rotate(LATER);
            outage.world.run(LATER);
            assertThat(List.of("r0-0", "r1-0", "r1-1")).allMatch(pinned -> outage.consumer(pinned).lockedOut > 0);
        }

        /** The first ring shows who pins it, before anybody else is touched; and nobody is led back to the leaked key. */
        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.startedCompromised();
            outage.world.run(Duration.ofMinutes(2));
            assertThat(outage.alarmed("it still calls with the compromised prior"))
                    .isTrue();
            assertThat(outage.view(rollout).needsHuman()).anyMatch(one -> one.contains("r0-0"));
            assertThat(outage.ring(rollout, "ring-1")).isEqualTo("PENDING");
            assertThat(outage.lockedOut()).isZero();
            assertThat(outage.world.order(
                            new Order.Restore(rollout, Optional.of("ring-0"), Optional.empty(), "please"), "operator"))
                    .isInstanceOf(Answer.Refused.class);
            assertThat(outage.opened("REPOINT", "key/r0-0@r0-0")).isFalse();
        }
    }
}
