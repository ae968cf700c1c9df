package io.nhigovernor.governor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleTest {
    private static final int LEAVES = 40;
    private final List<String> hashes = hashes();

    @Test
    void theEmptyTreeAndALeafHaveTheRootsOfTheStandard() {
        assertThat(MerkleTree.EMPTY.root())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        // RFC 9162's own vectors (as published with Certificate Transparency): leaf "" and node of leaves "" and 0x00.
        assertThat(Hashes.hex(MerkleTree.leaf(new byte[0])))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(Hashes.hex(MerkleTree.node(MerkleTree.leaf(new byte[0]), MerkleTree.leaf(new byte[] {0}))))
                .isEqualTo("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    }

    @Test
    void theIncrementalRootIsTheRecursiveOneAtEverySize() {
        for (int size = 1; size <= LEAVES; size++) {
            assertThat(tree(size).root()).isEqualTo(Hashes.hex(recursive(hashes.subList(0, size))));
            assertThat(MerkleTree.of(size, tree(size).frontier()).root())
                    .isEqualTo(tree(size).root());
        }
    }

    @Test
    void everyLeafIsProvenInEveryTreeAndOnlyAtItsPlace() {
        for (int size = 1; size <= LEAVES; size++) {
            String root = tree(size).root();
            for (int index = 0; index < size; index++) {
                List<String> proof = proof(MerkleProof.inclusion(index, size));
                assertThat(MerkleProof.includes(index, size, hashes.get(index), proof, root))
                        .as("%d in %d", index, size)
                        .isTrue();
                assertThat(MerkleProof.includes(index, size, hashes.get((index + 1) % LEAVES), proof, root))
                        .isFalse();
                assertThat(MerkleProof.includes((index + 1) % size, size, hashes.get(index), proof, root))
                        .isEqualTo(size == 1);
            }
        }
    }

    @Test
    void everyTreeIsProvenToHaveGrownOutOfEveryEarlierOneAndNoOther() {
        for (int size = 0; size <= LEAVES; size++) {
            String root = tree(size).root();
            for (int earlier = 0; earlier <= size; earlier++) {
                List<String> proof = proof(MerkleProof.consistency(earlier, size));
                assertThat(MerkleProof.consistent(earlier, tree(earlier).root(), size, root, proof))
                        .as("%d to %d", earlier, size)
                        .isTrue();
                assertThat(MerkleProof.consistent(earlier, hashes.getFirst(), size, root, proof))
                        .isFalse();
                // Every tree has grown out of the empty one.
                assertThat(MerkleProof.consistent(earlier, tree(earlier).root(), size, hashes.getFirst(), proof))
                        .isEqualTo(earlier == 0 && size > 0);
            }
        }
    }

    private MerkleTree tree(int size) {
        MerkleTree tree = MerkleTree.EMPTY;
        for (String hash : hashes.subList(0, size)) {
            tree = tree.with(hash);
        }
        return tree;
    }

    private List<String> proof(List<MerkleProof.Range> ranges) {
        return ranges.stream()
                .map(range -> range.hash(hashes.subList((int) range.from(), (int) range.to())))
                .toList();
    }

    private static byte[] recursive(List<String> leaves) {
        if (leaves.size() == 1) {
            return MerkleTree.leaf(Hashes.bytes(leaves.getFirst()));
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return MerkleTree.node(recursive(leaves.subList(0, split)), recursive(leaves.subList(split, leaves.size())));
    }

    private static List<String> hashes() {
        Random random = new Random(9162);
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < LEAVES; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            hashes.add(Hashes.hex(bytes));
        }
        return hashes;
    }
}
