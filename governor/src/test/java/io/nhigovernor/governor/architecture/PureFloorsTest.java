package io.nhigovernor.governor.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What decides is pure: no I/O, no clock, no chance, no threads, no foreign library. Time and ids come in as values. */
class PureFloorsTest {
    private static final String[] PURE = Stream.of("ring", "schedule", "plan", "signal", "judge", "ledger", "rollout")
            .map(floor -> House.BASE + "." + floor)
            .toArray(String[]::new);

    /** The parts of the platform that only compute. */
    private static final Set<String> COMPUTING = Set.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.nio.charset",
            "java.security",
            "java.security.spec",
            "java.time",
            "java.time.format",
            "java.time.temporal",
            "java.time.zone",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream");

    /** What reaches out of the process, or answers otherwise each time, in packages that otherwise compute. */
    private static final Set<String> NOT_COMPUTING = Set.of(
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.Scanner");

    /** Values with harmless types in packages that otherwise do I/O. */
    private static final Set<String> VALUES = Set.of(
            "java.io.Serializable", "java.net.URI", "java.nio.ByteBuffer", "org.jspecify.annotations.NullMarked");

    @Test
    void thePureFloorsOnlyCompute() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(describe("do not only compute", PureFloorsTest::doesMoreThanCompute))
                .check(House.CLASSES);
    }

    @Test
    void thePureFloorsReadNoClockAndRollNoDice() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should(ArchConditions.accessTargetWhere(impure()))
                .check(House.CLASSES);
    }

    private static DescribedPredicate<JavaAccess<?>> impure() {
        return describe("reads a clock, rolls dice, or speaks to the outside", access -> {
            var owner = access.getTargetOwner().getName();
            return switch (access.getName()) {
                case "now" -> owner.startsWith("java.time.");
                case "currentTimeMillis", "nanoTime", "getenv", "getProperty", "out", "err", "in" ->
                    owner.equals("java.lang.System");
                case "random" -> owner.equals("java.lang.Math");
                case "randomUUID" -> owner.equals("java.util.UUID");
                // The default zone and locale are the machine's, not the plan's.
                case "systemDefault" -> owner.equals("java.time.ZoneId");
                case "parallel", "parallelStream" -> owner.startsWith("java.util.");
                default -> false;
            };
        });
    }

    private static boolean doesMoreThanCompute(JavaClass known) {
        var type = known.getBaseComponentType();
        if (type.isPrimitive() || VALUES.contains(type.getName())) {
            return false;
        }
        var home = type.getPackageName();
        if (home.startsWith("io.nhigovernor.")) {
            return false;
        }
        return !COMPUTING.contains(home) || NOT_COMPUTING.contains(type.getName());
    }
}
