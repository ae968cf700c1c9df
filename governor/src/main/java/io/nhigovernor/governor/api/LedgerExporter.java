package io.nhigovernor.governor.api;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the whole ledger as JSON lines. Called on a thread that may block. */
public interface LedgerExporter {
    /** @throws IOException when the reader went away */
    void export(OutputStream out) throws IOException;

    /** The public key that checks the export's signatures, in the text form the offline verifier reads. */
    String publicKey();
}
