package io.nhigovernor.governor;

import io.nhigovernor.governor.cli.Seams;
import java.util.List;

/** Joins the commands with the parts of the governor they need. */
final class Wiring {
    private static final String ABSENT = "this build holds only the interfaces of the governor, not ";

    private Wiring() {}

    static Seams seams() {
        return new Seams(
                (config, say) -> {
                    throw new IllegalStateException(ABSENT + "its engine");
                },
                text -> {
                    throw new IllegalArgumentException(ABSENT + "its YAML reader; write the file as JSON");
                },
                (export, key) -> new Seams.Finding(false, List.of(ABSENT + "its ledger verifier")));
    }
}
