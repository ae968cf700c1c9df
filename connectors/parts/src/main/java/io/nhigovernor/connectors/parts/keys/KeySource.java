package io.nhigovernor.connectors.parts.keys;

import java.nio.file.Path;

/** Where a {@link StoreKey} comes from. */
public sealed interface KeySource {
    /** @param create make the file, with a fresh key, if it is absent */
    record InFile(Path file, boolean create) implements KeySource {}

    record InEnvironment(String name) implements KeySource {}
}
