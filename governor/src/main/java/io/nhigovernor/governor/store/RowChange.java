package io.nhigovernor.governor.store;

/** One write of a row. */
public sealed interface RowChange {
    RowKind kind();

    String id();

    /** @param expectedVersion the version it had when decided; 0 inserts */
    record Put(RowKind kind, String id, long expectedVersion, String json) implements RowChange {}

    record Delete(RowKind kind, String id, long expectedVersion) implements RowChange {}
}
