package io.nhigovernor.samples.estate.accept;

import java.util.Map;

/** Where accept documents lie. */
public interface AcceptShelf {
    /**
     * Every document by its credential.
     *
     * @param known what was read the last time: it stands in for a document that is there and cannot be read now
     */
    Map<String, AcceptEntry> read(Map<String, AcceptEntry> known);
}
