package io.nhigovernor.governor.engine.view;

import java.time.Instant;
import java.util.List;

/**
 * A verdict with its reasons and numbers.
 *
 * @param verdict PROMOTE, WATCH, HOLD or RESTORE
 * @param notes codes such as NO_CONTROL and SHORT_BASELINE
 * @param delta the excess failure share bounded so far
 */
public record VerdictView(
        Instant at,
        String verdict,
        List<ReasonView> reasons,
        List<String> notes,
        double lnE,
        double lnS1,
        double lnS3,
        double lnS4,
        double delta) {
    public record ReasonView(String code, String text) {}
}
