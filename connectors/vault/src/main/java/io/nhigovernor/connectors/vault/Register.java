package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.vault.accept.AcceptDocuments;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;

/** The place of one credential's accept document. */
record Register(AcceptDocuments documents, String path) {
    AcceptDocuments.Reading read(Deadline deadline) {
        return documents.read(path, deadline);
    }

    /** Writes what comes after the version {@code expected} of what lies there. */
    Answer write(AcceptDocument next, long expected, Deadline deadline) {
        return documents.write(path, next, expected, deadline);
    }
}
