package io.nhigovernor.proofs.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/** Delta debugging: the smallest part of what happened, found by leaving out ever smaller pieces, that still fails. */
final class Shrinking {
    private Shrinking() {}

    /**
     * @param fired the numbers of everything that happened
     * @param fails whether a world in which only these may happen fails in the same way
     */
    static BitSet smallest(BitSet fired, Predicate<BitSet> fails) {
        List<Integer> left = new ArrayList<>(fired.stream().boxed().toList());
        for (int piece = Math.max(1, left.size() / 2); ; piece = Math.max(1, piece / 2)) {
            boolean smaller = leaveOut(left, piece, fails);
            if (piece == 1 && !smaller) {
                return bits(left);
            }
        }
    }

    private static boolean leaveOut(List<Integer> left, int piece, Predicate<BitSet> fails) {
        boolean smaller = false;
        for (int from = 0; from < left.size(); ) {
            List<Integer> without = new ArrayList<>(left);
            without.subList(from, Math.min(left.size(), from + piece)).clear();
            if (fails.test(bits(without))) {
                left.clear();
                left.addAll(without);
                smaller = true;
            } else {
                from += piece;
            }
        }
        return smaller;
    }

    private static BitSet bits(List<Integer> numbers) {
        var bits = new BitSet();
        numbers.forEach(bits::set);
        return bits;
    }
}
