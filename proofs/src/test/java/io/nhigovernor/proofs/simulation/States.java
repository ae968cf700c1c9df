package io.nhigovernor.proofs.simulation;

import io.nhigovernor.governor.rollout.ChangePhase;
import io.nhigovernor.governor.rollout.CutoverPhase;
import io.nhigovernor.governor.rollout.Operation;
import io.nhigovernor.governor.simulation.Coverage;
import io.nhigovernor.governor.simulation.Disturbance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** The space that is to be covered: all phases, operations, faults and crash points there are, read from the code. */
final class States {
    private static final List<Operation> OF_A_TARGET =
            List.of(Operation.STAGE, Operation.PROMOTE, Operation.REPOINT, Operation.DISCARD);

    private States() {}

    static List<Coverage.Cell> thinkable() {
        List<Coverage.Cell> cells = new ArrayList<>();
        List<String> faults = disturbances(Disturbance.Kind.EFFECT);
        List<String> crashes = disturbances(Disturbance.Kind.CRASH);
        cells.addAll(Coverage.thinkable(phases(CutoverPhase.class), operations(true), faults, crashes));
        cells.addAll(Coverage.thinkable(phases(ChangePhase.class), operations(false), faults, crashes));
        return cells.stream().distinct().toList();
    }

    static List<Coverage.Unreachable> unreachable() {
        return lines("unreachable.txt").map(Coverage.Unreachable::parse).toList();
    }

    /** Lines of a resource beside this class, without comments and empty ones. */
    static Stream<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(States.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> phases(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(phase -> phase.getSimpleName()
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT))
                .toList();
    }

    private static List<String> operations(boolean ofATarget) {
        return Arrays.stream(Operation.values())
                .filter(operation -> OF_A_TARGET.contains(operation) == ofATarget)
                .map(Operation::toString)
                .flatMap(operation -> Stream.of(operation, operation + Coverage.ONE_VALUE))
                .toList();
    }

    private static List<String> disturbances(Disturbance.Kind kind) {
        return Stream.concat(
                        Stream.of("NONE"),
                        Arrays.stream(Disturbance.values())
                                .filter(disturbance -> disturbance.kind() == kind)
                                .map(Disturbance::toString))
                .toList();
    }
}
