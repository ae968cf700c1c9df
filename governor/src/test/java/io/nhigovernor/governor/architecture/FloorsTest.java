package io.nhigovernor.governor.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The house stands: who knows whom is read off one list. */
class FloorsTest {
    /** From the ground up; floor 0 is the connectors' own vocabulary. The first seven are pure. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("ring"),
            List.of("schedule"),
            List.of("plan"),
            List.of("signal"),
            List.of("judge"),
            List.of("ledger"),
            List.of("rollout"),
            List.of("store", "store.export", "json", "document", "wire"),
            List.of("engine", "engine.view"),
            List.of("store.sql", "intake", "api", "replay"),
            List.of("config", "cli", ""));

    /** The only neighbours on one floor that know each other, and which way. The root has no name. */
    private static final Set<String> NEIGHBOURS = Set.of(
            "store.export knows store",
            "document knows json",
            "engine knows engine.view",
            "api knows intake",
            "cli knows config",
            " knows config",
            " knows cli");

    @Test
    void everyPackageStandsOnAFloor() {
        var floors = FLOORS.stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
        var found = House.CLASSES.stream().map(House::floor).collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(floors);
    }

    @Test
    void aPackageKnowsLowerFloorsAndItsNamedNeighboursOnly() {
        var upward = House.CLASSES.stream()
                .flatMap(known -> known.getDirectDependenciesFromSelf().stream())
                .filter(FloorsTest::isInside)
                .filter(FloorsTest::doesNotGoDown)
                .map(Dependency::getDescription)
                .toList();
        assertThat(upward).isEmpty();
    }

    @Test
    void everyNamedNeighbourIsOne() {
        var known = House.CLASSES.stream()
                .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                .filter(FloorsTest::isInside)
                .map(dependency ->
                        House.floor(dependency.getOriginClass()) + " knows " + House.floor(dependency.getTargetClass()))
                .collect(Collectors.toSet());
        assertThat(known).containsAll(NEIGHBOURS);
    }

    @Test
    void noConnectorIsKnownByName() {
        var named = House.CLASSES.stream()
                .flatMap(known -> known.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> house(dependency.getTargetClass(), "io.nhigovernor.connectors")
                        || house(dependency.getTargetClass(), "io.nhigovernor.testkit")
                        || house(dependency.getTargetClass(), "io.nhigovernor.samples"))
                .map(Dependency::getDescription)
                .toList();
        assertThat(named).isEmpty();
    }

    private static boolean isInside(Dependency dependency) {
        return house(dependency.getTargetClass(), House.BASE);
    }

    private static boolean house(JavaClass known, String base) {
        var name = known.getPackageName();
        return name.equals(base) || name.startsWith(base + ".");
    }

    private static boolean doesNotGoDown(Dependency dependency) {
        var from = House.floor(dependency.getOriginClass());
        var to = House.floor(dependency.getTargetClass());
        var neighbours = height(from) == height(to) && NEIGHBOURS.contains(from + " knows " + to);
        return !from.equals(to) && !neighbours && height(from) <= height(to);
    }

    private static int height(String floor) {
        for (int height = 0; height < FLOORS.size(); height++) {
            if (FLOORS.get(height).contains(floor)) {
                return height;
            }
        }
        throw new AssertionError("no floor holds the package '" + floor + "'");
    }
}
