package io.nhigovernor.spi;

/** What a real use of a credential at a relying party showed. */
public sealed interface Proof {
    record Accepted() implements Proof {}

    /** The relying party definitely said no to this credential. */
    record Refused(String reason) implements Proof {}

    /** Nothing is known: unreachable, overloaded, 5xx. */
    record Inconclusive(String reason) implements Proof {}
}
