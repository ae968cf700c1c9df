package io.nhigovernor.governor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.config.GovernorConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What commands need of the rest of the governor.
 *
 * @param yaml YAML text to a tree; throws IllegalArgumentException with a sentence when it is not YAML
 */
public record Seams(ServeAction serve, Function<byte[], JsonNode> yaml, VerifyAction verify) {

    /** Runs a governor. */
    public interface ServeAction {
        /**
         * Returns once the governor has stopped.
         *
         * @param say prints one line for the person who started it
         */
        void serve(GovernorConfig config, java.util.function.Consumer<String> say) throws Exception;
    }

    /** Checks an exported ledger offline. */
    public interface VerifyAction {
        Finding verify(Path export, Optional<Path> key) throws IOException;
    }

    /** What a check came to, in lines a person reads; when not good, they name the first thing that does not hold. */
    public record Finding(boolean good, List<String> lines) {
        public Finding {
            lines = List.copyOf(lines);
        }
    }
}
