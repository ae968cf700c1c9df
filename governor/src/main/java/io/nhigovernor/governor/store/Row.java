package io.nhigovernor.governor.store;

/** A kept row: JSON is opaque text here, {@code version} counts its writes from 1. */
public record Row(RowKind kind, String id, long version, String json) {}
