package io.nhigovernor.governor.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proofs of RFC 9162: that an entry is in a tree, and that a tree only grew. A proof is a list of hashes, lower-case hex;
 * each is the root of a range of leaves, so a proof is made by folding every range once.
 */
public final class MerkleProof {
    private MerkleProof() {}

    /** Leaves {@code from} (counted from 0) up to, not including, {@code to}. */
    public record Range(long from, long to) {
        /** The hash a proof carries for this range. */
        public String hash(Iterable<String> entryHashes) {
            MerkleTree tree = MerkleTree.EMPTY;
            for (String hash : entryHashes) {
                tree = tree.with(hash);
            }
            if (tree.size() != to - from) {
                throw new IllegalArgumentException("range of " + (to - from) + " got " + tree.size() + " leaves");
            }
            return tree.root();
        }
    }

    /** The ranges whose hashes prove that leaf {@code index} (from 0) is in the tree of {@code size} leaves. */
    public static List<Range> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " is not in a tree of " + size);
        }
        List<Range> ranges = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                ranges.add(new Range(middle, to));
                to = middle;
            } else {
                ranges.add(new Range(from, middle));
                from = middle;
            }
        }
        return ranges.reversed();
    }

    /** The ranges whose hashes prove that the tree of {@code size} leaves begins with the tree of {@code earlier}. */
    public static List<Range> consistency(long earlier, long size) {
        if (earlier < 0 || earlier > size) {
            throw new IllegalArgumentException("a tree of " + size + " has not grown out of one of " + earlier);
        }
        List<Range> ranges = new ArrayList<>();
        if (earlier == 0 || earlier == size) {
            return ranges;
        }
        long from = 0;
        long to = size;
        while (to != earlier) {
            long middle = from + split(to - from);
            if (earlier <= middle) {
                ranges.add(new Range(middle, to));
                to = middle;
            } else {
                ranges.add(new Range(from, middle));
                from = middle;
            }
        }
        if (from != 0) {
            ranges.add(new Range(from, to));
        }
        return ranges.reversed();
    }

    /** Whether the entry of this hash is leaf {@code index} of the tree with this root. */
    public static boolean includes(long index, long size, String entryHash, List<String> proof, String root) {
        if (index < 0 || index >= size || !hashes(proof) || !Hashes.isHash(entryHash)) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = MerkleTree.leaf(Hashes.bytes(entryHash));
        for (String step : proof) {
            if (last == 0) {
                return false;
            }
            byte[] sibling = Hashes.bytes(step);
            if ((node & 1) == 1 || node == last) {
                hash = MerkleTree.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = MerkleTree.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Hashes.hex(hash).equals(root);
    }

    /** Whether the tree of {@code size} with {@code root} begins with the tree of {@code earlier} with {@code earlierRoot}. */
    public static boolean consistent(long earlier, String earlierRoot, long size, String root, List<String> proof) {
        if (earlier < 0 || earlier > size || !hashes(proof)) {
            return false;
        }
        if (earlier == size) {
            return proof.isEmpty() && earlierRoot.equals(root);
        }
        if (earlier == 0) {
            return proof.isEmpty() && earlierRoot.equals(MerkleTree.EMPTY.root());
        }
        return grown(earlier, earlierRoot, size, proof)
                .map(Hashes::hex)
                .filter(root::equals)
                .isPresent();
    }

    private static Optional<byte[]> grown(long earlier, String earlierRoot, long size, List<String> proof) {
        List<byte[]> steps = new ArrayList<>(proof.stream().map(Hashes::bytes).toList());
        if (Long.bitCount(earlier) == 1 && Hashes.isHash(earlierRoot)) {
            steps.addFirst(Hashes.bytes(earlierRoot));
        }
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        int whole = Long.numberOfTrailingZeros(earlier);
        long node = (earlier - 1) >> whole;
        long last = (size - 1) >> whole;
        byte[] before = steps.getFirst();
        byte[] after = before;
        for (byte[] step : steps.subList(1, steps.size())) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((node & 1) == 1 || node == last) {
                before = MerkleTree.node(step, before);
                after = MerkleTree.node(step, after);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                after = MerkleTree.node(after, step);
            }
            node >>= 1;
            last >>= 1;
        }
        boolean complete = last == 0 && Hashes.hex(before).equals(earlierRoot);
        return complete ? Optional.of(after) : Optional.empty();
    }

    private static boolean hashes(List<String> proof) {
        return proof.stream().allMatch(Hashes::isHash);
    }

    /** The largest power of two smaller than {@code size}. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
