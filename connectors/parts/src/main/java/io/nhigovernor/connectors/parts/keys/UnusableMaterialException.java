package io.nhigovernor.connectors.parts.keys;

/** Material that cannot be what its credential's kind needs. The message never holds any of it. */
public final class UnusableMaterialException extends Exception {
    public UnusableMaterialException(String message) {
        super(message);
    }
}
