package io.nhigovernor.governor.plan;

import java.util.List;

/** What became of a set of documents: all of them applied, or none. */
public sealed interface ApplyResult {
    /** @param changes one per document, in the order given */
    record Applied(Inventory inventory, List<Change> changes) implements ApplyResult {
        public Applied {
            changes = List.copyOf(changes);
        }
    }

    /** @param unknown every name that leads nowhere */
    record Problems(List<Reference> unknown) implements ApplyResult {
        public Problems {
            unknown = List.copyOf(unknown);
        }
    }

    /**
     * One document names another.
     *
     * @param in where the name stands
     * @param field the field's path in that document
     */
    record Reference(Document.Key in, String field, Document.Key to) {}
}
