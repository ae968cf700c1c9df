package io.nhigovernor.governor.api;

import java.util.Optional;

/** What a token may do. */
public sealed interface Scope {
    /** As written in the configuration. */
    String text();

    /** See everything; implied by operate and approve. */
    record Read() implements Scope {
        @Override
        public String text() {
            return "read";
        }
    }

    /** Apply, plan, retry, start, hold, resume, promote, halt, restore, exclude, accept a drift. */
    record Operate() implements Scope {
        @Override
        public String text() {
            return "operate";
        }
    }

    /** Approve a plan, or waive what stands before a start. */
    record Approve() implements Scope {
        @Override
        public String text() {
            return "approve";
        }
    }

    /** Report signals as this source, and nothing else. */
    record Signal(String source) implements Scope {
        @Override
        public String text() {
            return "signal:" + source;
        }
    }

    static Optional<Scope> parse(String text) {
        return switch (text) {
            case "read" -> Optional.of(new Read());
            case "operate" -> Optional.of(new Operate());
            case "approve" -> Optional.of(new Approve());
            default ->
                text.startsWith("signal:") && text.length() > "signal:".length() && text.length() <= 200
                        ? Optional.of(new Signal(text.substring("signal:".length())))
                        : Optional.empty();
        };
    }
}
