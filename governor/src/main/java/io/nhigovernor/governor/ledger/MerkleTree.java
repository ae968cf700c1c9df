package io.nhigovernor.governor.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * The RFC 9162 tree over entry hashes, kept as its frontier: the roots of the complete subtrees it consists of, largest
 * first. Immutable; a leaf costs a few hashes and the tree never more than 63 of them in memory.
 *
 * <p>The frontier of an earlier tree is also a proof: it gives the earlier root, and with the leaves since then the later one.
 */
public final class MerkleTree {
    public static final MerkleTree EMPTY = new MerkleTree(0, List.of());

    private static final long SIZE_MAX = 1L << 53;
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final long size;
    private final List<byte[]> frontier;

    private MerkleTree(long size, List<byte[]> frontier) {
        this.size = size;
        this.frontier = frontier;
    }

    /**
     * The tree of {@code size} leaves with this frontier.
     *
     * @throws IllegalArgumentException if a tree of that size cannot have it
     */
    public static MerkleTree of(long size, List<String> frontier) {
        if (size < 0
                || frontier.size() != Long.bitCount(size)
                || !frontier.stream().allMatch(Hashes::isHash)) {
            throw new IllegalArgumentException("no tree of " + size + " leaves has this frontier");
        }
        return new MerkleTree(size, frontier.stream().map(Hashes::bytes).toList());
    }

    /** This tree and one leaf more, for the entry of this hash. */
    public MerkleTree with(String entryHash) {
        List<byte[]> roots = new ArrayList<>(frontier);
        byte[] root = leaf(Hashes.bytes(entryHash));
        for (long complete = size; (complete & 1) == 1; complete >>= 1) {
            root = node(roots.removeLast(), root);
        }
        roots.add(root);
        return new MerkleTree(size + 1, roots);
    }

    public long size() {
        return size;
    }

    public List<String> frontier() {
        return frontier.stream().map(Hashes::hex).toList();
    }

    /** Lower-case hex; of the empty tree the hash of nothing. */
    public String root() {
        if (frontier.isEmpty()) {
            return Hashes.hex(Hashes.sha256().digest());
        }
        byte[] root = frontier.getLast();
        for (int i = frontier.size() - 2; i >= 0; i--) {
            root = node(frontier.get(i), root);
        }
        return Hashes.hex(root);
    }

    static byte[] leaf(byte[] data) {
        return Hashes.sha256(LEAF, data);
    }

    static byte[] node(byte[] left, byte[] right) {
        return Hashes.sha256(NODE, left, right);
    }
}
