package io.nhigovernor.governor.ledger;

import java.util.Optional;

/**
 * A checkpoint and its signature; as one canonical line it ends an export, and anchors a ledger outside of it.
 *
 * @param signature Ed25519 over {@link Checkpoint#text}, lower-case hex
 */
public record SignedCheckpoint(Checkpoint checkpoint, String signature) {
    /** The checkpoint of a line; empty unless the line is, to the letter, the canonical form of one. */
    public static Optional<SignedCheckpoint> read(String line) {
        return CanonicalFields.read(line, SignedCheckpoint::of, SignedCheckpoint::line);
    }

    public String line() {
        return checkpoint.write(Optional.of(signature));
    }

    public boolean verifies(VerificationKey key) {
        return key.verifies(checkpoint.text(), signature);
    }

    private static SignedCheckpoint of(CanonicalFields fields) {
        return new SignedCheckpoint(
                new Checkpoint(
                        fields.text("origin"),
                        fields.number("size"),
                        fields.text("head"),
                        fields.text("root"),
                        fields.time("time"),
                        fields.maybe("header")),
                fields.text("signature"));
    }
}
