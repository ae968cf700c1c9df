package io.nhigovernor.governor.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One foreign library, one place; and the few classes that read a clock or make chance are known by name. */
class ForeignLibrariesTest {
    /** A library and everything that knows it: packages and classes below the base, or nothing. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "nowhere",
            value = {
                "org.snakeyaml,          document.YamlTree",
                "picocli,                cli",
                "io.vertx,               api Governor",
                "io.netty,               nowhere",
                "java.sql,               store.sql",
                "org.jdbi,               store.sql",
                "org.flywaydb,           store.sql",
                "org.sqlite,             store.sql",
                "org.slf4j,              engine api cli.Cli intake.PulledSources",
                "ch.qos.logback,         nowhere",
                "org.bouncycastle,       nowhere",
                "com.nimbusds,           nowhere",
                "com.fasterxml.jackson,  json wire document replay intake api config cli engine.Codec"
            })
    void aLibraryIsKnownInItsPlaceOnly(String library, String place) {
        Set<String> places = place == null ? Set.of() : Set.of(place.split(" "));
        var knowing = House.CLASSES.stream()
                .filter(known -> knows(known, library))
                .map(ForeignLibrariesTest::outermost)
                .map(known -> places.contains(House.floor(known))
                                && !House.floor(known).isEmpty()
                        ? House.floor(known)
                        : known.getName().substring(House.BASE.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(knowing).isEqualTo(new TreeSet<>(places));
    }

    @Test
    void aClockIsReadInTheNamedClassesOnly() {
        assertThat(callers(Map.of(
                        "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
                        "java.time.Instant", Set.of("now"),
                        "java.time.LocalDate", Set.of("now"),
                        "java.time.LocalDateTime", Set.of("now"),
                        "java.time.OffsetDateTime", Set.of("now"),
                        "java.time.ZonedDateTime", Set.of("now"),
                        "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
                        "java.time.InstantSource", Set.of("system"))))
                .containsExactlyInAnyOrder(
                        // The one clock that decisions see.
                        "engine.Engine",
                        // Expiry of tokens, which people write by the wall's clock.
                        "Governor",
                        // How often a checkpoint is signed.
                        "store.sql.GroupTransaction",
                        // How often room for the reserve is looked for.
                        "store.sql.WriterThread",
                        // How long a person waits before a terminal: for a rollout, and for an order that is still
                        // under way.
                        "cli.Watcher",
                        "cli.ApiClient",
                        // When the demonstration began, saw an outage, and gave up waiting.
                        "cli.DemoCommand",
                        "cli.DemoRun",
                        "cli.DemoWorld");
    }

    @Test
    void chanceComesFromTheNamedClassesOnly() {
        var made = House.CLASSES.stream()
                .filter(known -> known.getConstructorCallsFromSelf().stream()
                        .anyMatch(call -> Set.of("java.security.SecureRandom", "java.util.Random")
                                .contains(call.getTargetOwner().getName())))
                .map(ForeignLibrariesTest::outermost)
                .map(known -> known.getName().substring(House.BASE.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(made).containsExactlyInAnyOrder("engine.CandidateMint", "cli.ServeCommand", "cli.DemoDirectory");
    }

    @Test
    void nobodyPrintsOrEndsTheProcessButTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(House.BASE, House.BASE + ".cli")
                .should(ArchConditions.accessTargetWhere(printsOrExits()))
                .check(House.CLASSES);
    }

    private static DescribedPredicate<JavaAccess<?>> printsOrExits() {
        return describe(
                "prints or exits",
                access -> access.getTargetOwner().getName().equals("java.lang.System")
                        && Set.of("out", "err", "exit").contains(access.getName()));
    }

    private static Set<String> callers(Map<String, Set<String>> methods) {
        return House.CLASSES.stream()
                .filter(known -> known.getAccessesFromSelf().stream()
                        .anyMatch(access -> methods.getOrDefault(
                                        access.getTargetOwner().getName(), Set.of())
                                .contains(access.getName())))
                .map(ForeignLibrariesTest::outermost)
                .map(known -> known.getName().substring(House.BASE.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean knows(JavaClass known, String library) {
        return known.getDirectDependenciesFromSelf().stream()
                .map(dependency ->
                        dependency.getTargetClass().getBaseComponentType().getPackageName())
                .anyMatch(name -> name.equals(library) || name.startsWith(library + "."));
    }

    private static JavaClass outermost(JavaClass known) {
        return known.getEnclosingClass().map(ForeignLibrariesTest::outermost).orElse(known);
    }
}
