package io.nhigovernor.connectors.vault.audit;

/** What reading one line came to. */
public sealed interface Decoded {
    record Line(AuditLine line) implements Decoded {}

    /** Skipped and counted: one bad line says nothing about the next. */
    record Skipped(Why why) implements Decoded {}

    /** Why a line was skipped. */
    enum Why {
        /** No JSON object begins in its first kilobyte, or something follows the object. */
        NO_JSON_OBJECT,
        MALFORMED,
        TOO_LONG,
        /** Nested deeper than anything Vault would let in. */
        OUT_OF_BOUNDS,
        /** A field is longer than it may be, or has too many entries. */
        FIELD_TOO_LARGE,
        /** No time, request id or type, or one of a wrong form. */
        INCOMPLETE
    }
}
