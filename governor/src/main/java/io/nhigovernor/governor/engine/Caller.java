package io.nhigovernor.governor.engine;

/**
 * Who asks: the name the ledger will carry as actor.
 *
 * @param method how they were known: {@code token}, {@code schedule}
 */
public record Caller(String name, String method) {}
