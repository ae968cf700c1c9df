package io.nhigovernor.connectors.vault.audit;

/** Whose call a line is about. */
public sealed interface Whose {
    record Others() implements Whose {}

    /** @param probe what our own call was for */
    record Ours(String probe) implements Whose {}

    /** A call of ours is under way that may be this one: Vault writes the line before it answers. */
    record NotYetKnown() implements Whose {}
}
