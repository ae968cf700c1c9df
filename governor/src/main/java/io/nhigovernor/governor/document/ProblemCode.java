package io.nhigovernor.governor.document;

/** What can be wrong with a document. Codes are stable: they are never given a new meaning. */
public enum ProblemCode {
    UNKNOWN_FIELD("D1001"),
    MISSING_FIELD("D1002"),
    WRONG_TYPE("D1003"),
    UNPARSABLE_DURATION("D1004"),
    BAD_NAME("D1005"),
    DUPLICATE("D1006"),
    UNKNOWN_KIND("D1007"),
    EMPTY_SELECTOR("D1008"),
    OUT_OF_RANGE("D1009"),
    /** Not YAML, not JSON, or beyond what is taken in: size, depth, number of values, aliases, tags. */
    UNREADABLE("D1010"),
    DUPLICATE_FIELD("D1011"),
    WINDOW_BELOW_FLOOR("D1012"),
    UNKNOWN_REFERENCE("D1013"),
    CONNECTOR_SETTING("D1014"),
    /** Several fields of which only one may be there. */
    NOT_TOGETHER("D1015"),
    /** A word that is not one of those the field knows. */
    UNKNOWN_WORD("D1016"),
    UNPARSABLE_TIME("D1017"),
    UNPARSABLE_ADDRESS("D1018");

    private final String code;

    ProblemCode(String code) {
        this.code = code;
    }

    /** {@code D} and four digits. */
    public String code() {
        return code;
    }
}
