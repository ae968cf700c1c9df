package io.nhigovernor.governor.plan;

import java.util.List;

/** What applying one document did, or would do. */
public record Change(Document.Key key, Effect effect, List<FieldDifference> differences) {
    public Change {
        differences = List.copyOf(differences);
    }

    /** What became of the document. */
    public enum Effect {
        CREATED,
        UPDATED,
        UNCHANGED
    }
}
