package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.parts.files.AtomicFiles;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.StoreKey.WrongKeyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes sure that a key is this store's. */
final class StoreCheck {
    private static final String CHECK = "nhi-governor local store";

    private StoreCheck() {}

    /**
     * Seals a known text into a new store, and opens it in an old one.
     *
     * @throws IllegalArgumentException if the store was made with another key
     */
    static void check(Path store, StoreKey key) throws IOException {
        var file = store.resolve("check");
        if (!Files.exists(file)) {
            AtomicFiles.write(file, key.seal(CHECK.getBytes(StandardCharsets.UTF_8), "check"), AtomicFiles.OWNER);
            return;
        }
        try {
            key.open(Files.readAllBytes(file), "check");
        } catch (WrongKeyException e) {
            throw new IllegalArgumentException(
                    "the store key is not the one this home was made with; give the right keyFile or keyEnvironment",
                    e);
        }
    }
}
