package io.nhigovernor.governor.ledger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The first line of an export: whose ledger it is, and what stood before its first entry. The frontier of the tree before
 * it is the consistency proof: it gives the root an earlier checkpoint must have, and with the entries the root of the last.
 *
 * @param since entries before the first one exported; 0 for a whole ledger
 * @param head hash of the last of those; 64 zeros if none
 * @param frontier of the {@link MerkleTree} over those
 */
public record ExportHeader(String origin, VerificationKey key, long since, String head, List<String> frontier) {
    public ExportHeader {
        frontier = List.copyOf(frontier);
        MerkleTree.of(since, frontier);
        if (!(since == 0 ? head.equals(HashChain.EMPTY.head()) : Hashes.isHash(head))) {
            throw new IllegalArgumentException("not the head of " + since + " entries");
        }
    }

    public static ExportHeader of(String origin, VerificationKey key, HashChain chain, MerkleTree tree) {
        return new ExportHeader(origin, key, chain.size(), chain.head(), tree.frontier());
    }

    /** The header of a line; empty unless the line is, to the letter, the canonical form of one. */
    public static Optional<ExportHeader> read(String line) {
        return CanonicalFields.read(line, ExportHeader::of, ExportHeader::line);
    }

    public String line() {
        return new CanonicalWriter()
                .field("first", Long.toString(since + 1))
                .field("frontier", frontier.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", frontier)))
                .field("origin", origin)
                .field("previousHash", head)
                .field("publicKey", key.base64())
                .field("type", "export")
                .end();
    }

    /** What the checkpoint at the end of the export signs of this line: its SHA-256, lower-case hex. */
    public String hash() {
        return Hashes.hex(Hashes.sha256().digest(line().getBytes(StandardCharsets.UTF_8)));
    }

    public HashChain chain() {
        return new HashChain(since, head);
    }

    public MerkleTree tree() {
        return MerkleTree.of(since, frontier);
    }

    private static ExportHeader of(CanonicalFields fields) {
        return new ExportHeader(
                fields.text("origin"),
                new VerificationKey(fields.text("publicKey")),
                fields.number("first") - 1,
                fields.text("previousHash"),
                fields.maybe("frontier")
                        .map(hashes -> List.of(hashes.split(" ", -1)))
                        .orElse(List.of()));
    }
}
