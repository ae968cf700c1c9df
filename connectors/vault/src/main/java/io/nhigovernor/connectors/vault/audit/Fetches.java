package io.nhigovernor.connectors.vault.audit;

/** Hears who fetched what. Called on the reading thread; a line may be told again after a restart. */
@FunctionalInterface
public interface Fetches {
    void fetched(Fetched fetched);
}
