package io.nhigovernor.proofs.kills;

import io.nhigovernor.governor.rollout.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every point of the write-ahead protocol with every kind of operation it exists for (guarantees §6). What is not here does not
 * exist:
 *
 * <ul>
 *   <li>K7, between two operations of one restore: only between REPOINT and WITHDRAW is there a moment. The commit that closes an
 *       ENABLE opens the REPOINT, and the commit that closes a WITHDRAW opens the DISCARD, after which nothing follows; the
 *       other operations are no part of a restore.
 *   <li>K8, a value in memory and nowhere else: only staging makes one.
 *   <li>K9, stored and the verifier not told: only admitting tells a verifier of a value.
 *   <li>K10 and K11 need a second replica or a pause; K12 and K14 a backend that went back.
 * </ul>
 */
final class Points {
    private static final List<String> OF_EVERY_OPERATION =
            List.of("K0", "K1", "K2", "K3", "K4", "K5-before", "K5-after", "K6", "K13");
    private static final Map<String, List<Operation>> OF_SOME = Map.of(
            "K7", List.of(Operation.REPOINT),
            "K8", List.of(Operation.STAGE),
            "K9", List.of(Operation.ADMIT));

    private Points() {}

    /** Every other one of them all: a world of each half lives beside the other. @param half 0 or 1 */
    static List<String> half(int half) {
        var all = all();
        return IntStream.range(0, all.size())
                .filter(index -> index % 2 == half)
                .mapToObj(all::get)
                .toList();
    }

    private static List<String> all() {
        var all = new ArrayList<String>();
        for (var point : OF_EVERY_OPERATION) {
            Stream.of(Operation.values()).forEach(operation -> all.add(name(point, operation)));
        }
        OF_SOME.forEach((point, operations) -> operations.forEach(operation -> all.add(name(point, operation))));
        return all.stream().sorted().toList();
    }

    private static String name(String point, Operation operation) {
        return point + "@" + operation;
    }
}
