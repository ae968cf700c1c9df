package io.nhigovernor.governor.engine;

import java.util.List;

/** What an order came to. */
public sealed interface Answer {
    /** Recorded. {@code body} is a view. */
    record Done(Object body) implements Answer {}

    /** Nothing happened, for all these reasons. */
    record Refused(Kind kind, List<Reason> reasons) implements Answer {
        public static Refused of(Kind kind, String code, String text, String remedy) {
            return new Refused(kind, List.of(new Reason(code, text, remedy)));
        }
    }

    /** What sort of refusal, so that each interface can say it in its own way. */
    enum Kind {
        BAD_INPUT,
        FORBIDDEN,
        NOT_FOUND,
        /** The state does not allow it now. */
        CONFLICT
    }

    /** @param code stable; {@code text} what is wrong and where; {@code remedy} what to do */
    record Reason(String code, String text, String remedy) {}
}
