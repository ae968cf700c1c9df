package io.nhigovernor.governor.store.export;

import io.nhigovernor.governor.ledger.CanonicalEntry;
import io.nhigovernor.governor.ledger.Checkpoint;
import io.nhigovernor.governor.ledger.ExportHeader;
import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.ledger.MerkleTree;
import io.nhigovernor.governor.ledger.SignedCheckpoint;
import io.nhigovernor.governor.store.Store;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes the ledger as lines that verify without us: a header, the entries, and a signed checkpoint over all of it. */
public final class LedgerExport {
    private static final int PAGE = 1000;

    private final Store store;
    private final OutputStream out;
    private HashChain chain = HashChain.EMPTY;
    private MerkleTree tree = MerkleTree.EMPTY;

    private LedgerExport(Store store, OutputStream out) {
        this.store = store;
        this.out = out;
    }

    /**
     * Writes what the ledger holds now, in pages, and flushes; {@code out} stays open.
     *
     * @return the checkpoint it ends in
     * @throws IllegalArgumentException if the ledger has fewer than {@code since} entries
     */
    public static SignedCheckpoint write(Store store, LedgerKey key, OutputStream out, ExportOptions options)
            throws IOException {
        return new LedgerExport(store, new BufferedOutputStream(out, 1 << 16)).write(key, options);
    }

    private SignedCheckpoint write(LedgerKey key, ExportOptions options) throws IOException {
        skip(options.since());
        ExportHeader header = ExportHeader.of(options.origin(), key.verificationKey(), chain, tree);
        line(header.line());
        for (List<LedgerEntry> page = page(PAGE); !page.isEmpty(); page = page.size() < PAGE ? List.of() : page(PAGE)) {
            for (LedgerEntry entry : page) {
                line(take(entry).line());
            }
        }
        SignedCheckpoint checkpoint =
                key.sign(Checkpoint.at(options.origin(), chain, tree, options.time(), Optional.of(header.hash())));
        line(checkpoint.line());
        out.flush();
        return checkpoint;
    }

    private void skip(long since) {
        while (chain.size() < since) {
            List<LedgerEntry> page = page((int) Math.min(PAGE, since - chain.size()));
            if (page.isEmpty()) {
                throw new IllegalArgumentException(
                        "export since " + since + " asked, but the ledger has " + chain.size() + " entries");
            }
            page.forEach(this::take);
        }
    }

    private CanonicalEntry take(LedgerEntry entry) {
        CanonicalEntry canonical = CanonicalEntry.of(entry);
        // A checkpoint is a promise: it is not signed over an entry that does not belong there.
        chain.objection(canonical).ifPresent(objection -> {
            throw new IllegalStateException("ledger entry " + (chain.size() + 1) + ": " + objection);
        });
        chain = chain.after(canonical);
        tree = tree.with(chain.head());
        return canonical;
    }

    private List<LedgerEntry> page(int limit) {
        return store.ledger(chain.size() + 1, limit);
    }

    private void line(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
