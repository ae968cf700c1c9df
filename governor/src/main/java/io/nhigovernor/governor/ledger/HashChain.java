package io.nhigovernor.governor.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the chain stands: how many entries it has and the hash of the last one.
 *
 * <p>{@code hash = SHA-256(0x02 || previous hash || canonical text)}; 0x00 and 0x01 belong to the tree, so that no entry can
 * be taken for a leaf or a node.
 */
public record HashChain(long size, String head) {
    public static final HashChain EMPTY = new HashChain(0, "0".repeat(64));

    public HashChain {
        if (size < 0 || !Hashes.isHash(head)) {
            throw new IllegalArgumentException("not a chain's size and head");
        }
    }

    /**
     * The entry this draft becomes when it is written next.
     *
     * @throws ArithmeticException if the chain is at its end, which is 2^63 - 1 entries
     */
    public CanonicalEntry append(LedgerDraft draft, Instant time, long epoch) {
        long sequence = Math.addExact(size, 1);
        LedgerEntry unhashed = new LedgerEntry(sequence, time, epoch, head, draft, "");
        String text = CanonicalEntry.of(unhashed).text();
        return new CanonicalEntry(new LedgerEntry(sequence, time, epoch, head, draft, hash(text)), text);
    }

    /** What is wrong with {@code next} as the next entry; empty if nothing is. */
    public Optional<String> objection(CanonicalEntry next) {
        LedgerEntry entry = next.entry();
        if (entry.sequence() != size + 1) {
            return Optional.of("entry " + (size + 1) + " is expected here, entry " + entry.sequence() + " stands here");
        }
        if (!entry.previousHash().equals(head)) {
            return Optional.of(size == 0 ? "it does not begin the chain" : "it does not follow entry " + size);
        }
        if (!hash(next.text()).equals(entry.hash())) {
            return Optional.of("its hash is not the hash of its content");
        }
        return Optional.empty();
    }

    /** The chain with {@code next} at its end; the caller made it by {@link #append} or had no {@link #objection}. */
    public HashChain after(CanonicalEntry next) {
        return new HashChain(next.entry().sequence(), next.entry().hash());
    }

    private String hash(String text) {
        return Hashes.hex(Hashes.sha256((byte) 2, Hashes.bytes(head), text.getBytes(StandardCharsets.UTF_8)));
    }
}
