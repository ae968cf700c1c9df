package io.nhigovernor.governor.replay;

import java.util.function.Consumer;

/**
 * How a stream is replayed.
 *
 * @param skipBad bad lines are counted, not reported, and do not fail the run
 * @param problems takes one line for each problem found
 */
public record ReplayOptions(Output output, boolean skipBad, Consumer<String> problems) {

    /** In which form verdicts are printed. */
    public enum Output {
        JSON,
        TEXT
    }
}
