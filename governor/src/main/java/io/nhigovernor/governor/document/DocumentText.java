package io.nhigovernor.governor.document;

import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.DocumentForm;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A document as one line of JSON, every default spelled out: what is stored, and can be applied again as it is. */
public final class DocumentText {
    private DocumentText() {}

    public static String write(Document document) {
        return Json.write(DocumentForm.of(document));
    }

    /** Reads what {@link #write} wrote; a problem is a bug or a foreign writer. */
    public static Document read(String text) {
        return switch (Documents.read("stored.json", text.getBytes(StandardCharsets.UTF_8))) {
            case Documents.Read.Known known -> only(known.documents());
            case Documents.Read.Rejected rejected ->
                throw new IllegalStateException("a stored document does not read: " + rejected.problems());
        };
    }

    private static Document only(List<Document> documents) {
        if (documents.size() != 1) {
            throw new IllegalStateException("a stored row holds " + documents.size() + " documents");
        }
        return documents.getFirst();
    }
}
