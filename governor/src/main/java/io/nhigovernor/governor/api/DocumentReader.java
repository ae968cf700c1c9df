package io.nhigovernor.governor.api;

import io.nhigovernor.governor.document.Document;
import io.nhigovernor.governor.wire.Problem;
import java.util.List;

/** Texts to documents, or every problem in them. May take its time; is never called on an event loop. */
public interface DocumentReader {
    Result read(List<NamedText> texts);

    /** @param name as the user knows the file */
    record NamedText(String name, byte[] text) {}

    /** What reading came to. */
    sealed interface Result {
        record Read(List<Document> documents) implements Result {}

        /** At least one. */
        record Problems(List<Problem> problems) implements Result {}
    }
}
