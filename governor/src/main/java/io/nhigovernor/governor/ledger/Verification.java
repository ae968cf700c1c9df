package io.nhigovernor.governor.ledger;

/** What a verifier found in an export. */
public sealed interface Verification {
    /**
     * Every record is as it was written and none is missing.
     *
     * @param since entries before the first one exported
     * @param last the checkpoint it ends in
     * @param key the key the checkpoint was verified with
     * @param pinned true if the reader brought that key; false if it came with the file, which proves that the file is of
     *     one piece but not whose it is
     */
    record Verified(long since, SignedCheckpoint last, VerificationKey key, boolean pinned) implements Verification {}

    /**
     * The first record that is not as it should be.
     *
     * @param line its line in the export, from 1
     * @param record which record: {@code header}, {@code entry 17}, {@code checkpoint}, {@code end}
     * @param why what is wrong with it
     */
    record Broken(long line, String record, String why) implements Verification {}
}
