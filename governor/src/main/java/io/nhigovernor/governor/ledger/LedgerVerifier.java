package io.nhigovernor.governor.ledger;

import io.nhigovernor.governor.ledger.Verification.Broken;
import io.nhigovernor.governor.ledger.Verification.Verified;
import java.util.Iterator;
import java.util.Optional;

/**
 * Verifies an export with nothing but the export and, if the reader has one, the public key: one line at a time, in
 * constant memory, naming the first record that is wrong.
 */
public final class LedgerVerifier {
    private final Iterator<String> lines;
    private final Trust trust;
    private final ExportHeader header;
    private HashChain chain;
    private MerkleTree tree;
    private long line = 1;

    private LedgerVerifier(Iterator<String> lines, Trust trust, ExportHeader header) {
        this.lines = lines;
        this.trust = trust;
        this.header = header;
        this.chain = header.chain();
        this.tree = header.tree();
    }

    /** Verifies lines without their line ends; a key that is not pinned is taken from the file, and the answer says so. */
    public static Verification verify(Iterator<String> lines, Optional<VerificationKey> pinned) {
        return verify(lines, new Trust(pinned, Optional.empty()));
    }

    /** Verifies lines without their line ends. */
    public static Verification verify(Iterator<String> lines, Trust trust) {
        if (!lines.hasNext()) {
            return new Broken(1, "header", "the export is empty");
        }
        return ExportHeader.read(lines.next())
                .map(header -> new LedgerVerifier(lines, trust, header).afterHeader())
                .orElseGet(() -> new Broken(1, "header", "it is not the canonical form of an export's header"));
    }

    private Verification afterHeader() {
        if (trust.key().filter(pinned -> !pinned.equals(header.key())).isPresent()) {
            return broken("header", "the export names another key than the one given");
        }
        Optional<Broken> outgrown = outgrown("header");
        if (outgrown.isPresent()) {
            return outgrown.get();
        }
        while (lines.hasNext()) {
            String text = lines.next();
            line++;
            Optional<SignedCheckpoint> checkpoint = SignedCheckpoint.read(text);
            if (checkpoint.isPresent()) {
                return last(checkpoint.get());
            }
            Optional<Broken> broken = next(text);
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        line++;
        return broken(
                "end", "it ends after " + (line - 2) + " entries without a checkpoint; what comes after is cut off");
    }

    private Optional<Broken> next(String text) {
        String name = "entry " + (chain.size() + 1);
        Optional<CanonicalEntry> entry = CanonicalEntry.readLine(text);
        if (entry.isEmpty()) {
            return Optional.of(broken(name, "the line is not the canonical form of an entry or a checkpoint"));
        }
        Optional<String> objection = chain.objection(entry.get());
        if (objection.isPresent()) {
            return Optional.of(broken(name, objection.get()));
        }
        chain = chain.after(entry.get());
        tree = tree.with(chain.head());
        return outgrown(name);
    }

    /** Once the tree is as large as the one seen before, it must be that one. */
    private Optional<Broken> outgrown(String record) {
        return trust.earlier()
                .map(SignedCheckpoint::checkpoint)
                .filter(earlier -> earlier.size() == chain.size())
                .filter(earlier ->
                        !earlier.head().equals(chain.head()) || !earlier.root().equals(tree.root()))
                .map(earlier -> broken(
                        record,
                        "up to here it is not the ledger that the earlier checkpoint of " + earlier.size()
                                + " covers"));
    }

    private Verification last(SignedCheckpoint signed) {
        Checkpoint checkpoint = signed.checkpoint();
        if (!signed.verifies(header.key())) {
            return broken("checkpoint", "it is not signed with the key of the header");
        }
        if (!checkpoint.header().equals(Optional.of(header.hash()))
                || !checkpoint.origin().equals(header.origin())) {
            return new Broken(1, "header", "it is not the header the checkpoint was signed for");
        }
        if (checkpoint.size() > chain.size()) {
            return broken(
                    "entry " + (chain.size() + 1),
                    "it is missing: the checkpoint covers " + checkpoint.size() + " entries");
        }
        if (checkpoint.size() < chain.size()) {
            return broken(
                    "checkpoint", "it covers " + checkpoint.size() + " entries and more than that stand before it");
        }
        if (!checkpoint.head().equals(chain.head()) || !checkpoint.root().equals(tree.root())) {
            return broken("checkpoint", "the entries before it are not the ones it was signed for");
        }
        if (lines.hasNext()) {
            line++;
            return broken("end", "something follows the checkpoint");
        }
        return grown(signed);
    }

    private Verification grown(SignedCheckpoint last) {
        Optional<Checkpoint> earlier = trust.earlier().map(SignedCheckpoint::checkpoint);
        if (earlier.filter(known -> !known.origin().equals(header.origin())).isPresent()) {
            return new Broken(1, "header", "the earlier checkpoint is of another origin");
        }
        if (earlier.filter(known -> known.size() > chain.size()).isPresent()) {
            return broken(
                    "entry " + (chain.size() + 1),
                    "it is missing: an earlier checkpoint covers "
                            + earlier.get().size() + " entries");
        }
        if (earlier.filter(known -> known.size() < header.since()).isPresent()) {
            return new Broken(1, "header", "it begins after the earlier checkpoint; entries between them are missing");
        }
        return new Verified(header.since(), last, header.key(), trust.key().isPresent());
    }

    private Broken broken(String record, String why) {
        return new Broken(line, record, why);
    }
}
