package io.nhigovernor.governor.engine;

import java.util.List;
import java.util.Optional;

/** What an order came to. */
public sealed interface Answer {
    /** Recorded. {@code body} is a view. */
    record Done(Object body) implements Answer {}

    /** Nothing happened, for all these reasons. */
    record Refused(Kind kind, List<Reason> reasons) implements Answer {
        public static Refused of(Kind kind, String code, String text, String remedy) {
            return new Refused(kind, List.of(Reason.of(code, text, remedy)));
        }
    }

    /** What sort of refusal, so that each interface can say it in its own way. */
    enum Kind {
        BAD_INPUT,
        FORBIDDEN,
        NOT_FOUND,
        /** The state does not allow it now. */
        CONFLICT,
        /** Nothing that is not needed to go back can be written now. */
        NO_ROOM
    }

    /**
     * @param code stable
     * @param text what is wrong
     * @param remedy what to do
     * @param where in which file, if it is about one
     */
    record Reason(String code, String text, String remedy, Optional<Where> where) {
        public static Reason of(String code, String text, String remedy) {
            return new Reason(code, text, remedy, Optional.empty());
        }
    }

    /** A place in a file that was sent; lines and columns from 1. */
    record Where(String file, int line, int column, String field) {}
}
