package io.nhigovernor.governor.engine.view;

import java.util.List;

/** What applying documents changed, or would change. */
public record AppliedView(boolean dryRun, List<Change> changes) {
    /** @param change {@code created}, {@code updated} or {@code unchanged} */
    public record Change(String kind, String id, String change, List<Difference> differences) {}

    public record Difference(String field, String before, String after) {}
}
