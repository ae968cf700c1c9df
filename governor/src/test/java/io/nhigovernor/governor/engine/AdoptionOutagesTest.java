package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Target;
import io.nhigovernor.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Outages that began with a new credential that not everybody used (docs/proofs/outages.md). */
class AdoptionOutagesTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    @Nested
    class Pm01TheNewKeyLiesWhereNobodyReads {
        private final OutageWorld outage = OutageWorld.of(101);

        private Pm01TheNewKeyLiesWhereNobodyReads() {
            outage.consumer("r1-0").follows = false;
        }

        @Test
        void theNaiveStrategyReproducesIt() {
            new Naive(outage.world).rotate(A_MINUTE);
            outage.world.run(LATER);
            assertThat(outage.consumer("r1-0").lockedOut).isPositive();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
            assertThat(outage.lockedOut()).isZero();
            assertThat(outage.priorWorks("r1-0")).isTrue();
            assertThat(outage.opened("DISABLE", "key/r1-0")).isFalse();
            assertThat(outage.view(rollout).why().orElseThrow()).contains("NOT_ADOPTED");
        }
    }

    @Nested
    class Pm05TheProcessNeverReloads {
        private final OutageWorld outage = OutageWorld.of(105);

        private Pm05TheProcessNeverReloads() {
            outage.consumer("r0-1").follows = false;
        }

        @Test
        void theNaiveStrategyReproducesIt() {
            new Naive(outage.world).rotate(A_MINUTE);
            outage.world.run(LATER);
            assertThat(outage.consumer("r0-1").lockedOut).isPositive();
        }

        /** On top of it the backend goes away for a while: what cannot be read or written stands still. */
        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            outage.world.faults(Map.of(Fault.TIMEOUT_BEFORE, 1.0));
            outage.world.run(LATER);
            assertThat(outage.view(rollout).rings().getFirst().phase()).isNotEqualTo("PASSED");
            outage.world.faults(Map.of());
            assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
            assertThat(outage.lockedOut()).isZero();
            assertThat(outage.priorWorks("r0-1")).isTrue();
        }
    }

    @Nested
    class Pm15WhatIsBelievedUnused {
        private final OutageWorld outage = OutageWorld.of(115);

        private Pm15WhatIsBelievedUnused() {
            outage.world.silent.add("r1-2");
        }

        /** Rotates what was seen in use, and says done: the value somebody else may know still works. */
        @Test
        void theNaiveStrategyReproducesIt() {
            var naive = new Naive(outage.world);
            List<String> used = List.of("key/r1-0", "key/r1-1");
            naive.moving().stream()
                    .filter(credential -> used.contains(credential.id()))
                    .forEach(credential -> {
                        naive.replace(credential);
                        outage.world.run(A_MINUTE);
                        naive.delete(credential);
                    });
            assertThat(outage.priorWorks("r1-0")).isFalse();
            assertThat(outage.priorWorks("r1-2")).isTrue();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            outage.world.run(Duration.ofMinutes(3));
            assertThat(outage.view(rollout).endedAt()).isEmpty();
            assertThat(outage.world.targets(rollout))
                    .filteredOn(target -> target.phase().equals("HELD"))
                    .extracting(target -> target.target().toString())
                    .containsExactly("key/r1-2@r1-2");
            assertThat(outage.alarmed("nothing heard since its pointer moved")).isTrue();
        }
    }

    @Nested
    class Pm18UseIsReportedAsZero {
        private final OutageWorld outage = OutageWorld.of(118);

        private Pm18UseIsReportedAsZero() {
            outage.consumer("r1-1").follows = false;
            outage.consumer("r1-1").heard = false;
        }

        @Test
        void theNaiveStrategyReproducesIt() {
            new Naive(outage.world).rotate(A_MINUTE);
            outage.world.run(LATER);
            assertThat(outage.consumer("r1-1").lockedOut).isPositive();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            outage.world.run(Duration.ofMinutes(5));
            assertThat(outage.view(rollout).endedAt()).isEmpty();
            assertThat(outage.priorWorks("r1-1")).isTrue();
            assertThat(outage.opened("DISABLE", "key/r1-1")).isFalse();
            assertThat(outage.lockedOut()).isZero();
        }
    }

    @Nested
    class Pm24OneOfTwoPlacesIsUpdated {
        private final OutageWorld outage = OutageWorld.of(124);

        private Pm24OneOfTwoPlacesIsUpdated() {
            outage.world.pod(OutageWorld.id("r1-4")).follows = false;
        }

        @Test
        void theNaiveStrategyReproducesIt() {
            new Naive(outage.world).rotate(A_MINUTE);
            outage.world.run(LATER);
            assertThat(outage.consumer("r1-4").lockedOut).isZero();
            assertThat(outage.world.pods.getFirst().lockedOut).isPositive();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
            assertThat(outage.lockedOut()).isZero();
            assertThat(outage.priorWorks("r1-4")).isTrue();
        }
    }

    @Nested
    class Pm03TheRestoreIsNotWhatConsumersSee {
        private static final Duration CACHE = Duration.ofSeconds(10);
        private final OutageWorld outage = OutageWorld.of(103);

        private Pm03TheRestoreIsNotWhatConsumersSee() {
            for (int member = 0; member < 5; member++) {
                outage.world.brokenWithCandidate.add("r1-" + member);
                outage.consumer("r1-" + member).cached = CACHE;
            }
        }

        /** The pointers are back, "restored" is said, and calls go on failing. */
        @Test
        void theNaiveStrategyReproducesIt() {
            var naive = new Naive(outage.world);
            naive.moving().forEach(naive::replace);
            outage.world.run(A_MINUTE);
            naive.moving()
                    .forEach(credential -> naive.point(
                            new Target(credential, credential.holders().getFirst()),
                            outage.world.first(credential.id())));
            assertThat(outage.consumer("r1-0").onPrior()).isFalse();
            int failedSoFar = outage.consumer("r1-0").failed;
            outage.world.run(Duration.ofSeconds(5));
            assertThat(outage.consumer("r1-0").failed).isGreaterThan(failedSoFar);
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            assertThat(outage.view(rollout).plan().restoreProof()).contains("may call with what they cached");
            assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
            assertThat(outage.everybody()).allMatch(Consumer::onPrior);
            assertThat(outage.lockedOut()).isZero();
        }
    }

    @Nested
    class Pm17ARollbackMeetsCaches {
        private final OutageWorld outage = OutageWorld.of(117);

        private Pm17ARollbackMeetsCaches() {
            outage.consumer("r0-0").cached = Duration.ofSeconds(8);
        }

        @Test
        void theNaiveStrategyReproducesIt() {
            var naive = new Naive(outage.world);
            var credential = outage.consumer("r0-0").target.credential();
            var candidate = naive.replace(credential);
            outage.world.run(A_MINUTE);
            naive.point(outage.consumer("r0-0").target, outage.world.first(credential.id()));
            naive.delete(credential, candidate);
            outage.world.run(LATER);
            assertThat(outage.consumer("r0-0").lockedOut).isPositive();
        }

        @Test
        void theGovernorSurvivesIt() {
            String rollout = outage.started();
            outage.world.runUntil(
                    OutageWorld.PATIENCE, now -> !outage.consumer("r0-0").onPrior());
            outage.world.order(new Order.Halt(rollout, "third attempt, stop"), "operator");
            assertThat(outage.becomes(rollout, "RESTORED")).isTrue();
            assertThat(outage.lockedOut()).isZero();
            assertThat(outage.consumer("r0-0").onPrior()).isTrue();
        }
    }
}
