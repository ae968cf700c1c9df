package io.nhigovernor.governor.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Optional;

/**
 * A statement about the whole ledger up to one entry.
 *
 * @param origin the installation's name
 * @param size entries covered
 * @param head hash of the last of them
 * @param root root of the {@link MerkleTree} over them
 * @param time when it was made
 * @param header SHA-256 of the header line of the export it ends, if it ends one
 */
public record Checkpoint(String origin, long size, String head, String root, Instant time, Optional<String> header) {
    static final String TYPE = "checkpoint";

    /** The statement for a ledger that stands at {@code chain} and {@code tree}. */
    public static Checkpoint at(
            String origin, HashChain chain, MerkleTree tree, Instant time, Optional<String> header) {
        return new Checkpoint(origin, chain.size(), chain.head(), tree.root(), time, header);
    }

    /** The text that is signed. */
    public String text() {
        return write(Optional.empty());
    }

    /** Signs with an Ed25519 key. */
    public SignedCheckpoint signedWith(PrivateKey key) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(text().getBytes(StandardCharsets.UTF_8));
            return new SignedCheckpoint(this, Hashes.hex(ed25519.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the ledger key does not sign", e);
        }
    }

    String write(Optional<String> signature) {
        return new CanonicalWriter()
                .field("head", head)
                .field("header", header)
                .field("origin", origin)
                .field("root", root)
                .field("signature", signature)
                .field("size", Long.toString(size))
                .field("time", time.toString())
                .field("type", TYPE)
                .end();
    }
}
