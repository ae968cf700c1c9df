package io.nhigovernor.governor.document;

import io.nhigovernor.governor.ring.Selector;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Reads a selector of credentials ({@code ids}) or of identities ({@code identities}). */
final class SelectorReader {
    /** Selects nobody. */
    static final Selector NONE = Selector.ids(List.of());

    private SelectorReader() {}

    static Selector read(FieldReader outer, String name, Shape shape) {
        return outer.object(name, shape)
                .map(fields -> read(fields, shape == Shape.CREDENTIAL_SELECTOR ? "ids" : "identities"))
                .orElse(NONE);
    }

    private static Selector read(FieldReader fields, String idsField) {
        SortedMap<String, String> labels = fields.texts("labels");
        List<String> ids = fields.names(idsField);
        Optional<Integer> percent =
                fields.has("percent") ? Optional.of(fields.wholeNumber("percent", 1)) : Optional.empty();
        return new Selector(labels, ids, percent);
    }
}
