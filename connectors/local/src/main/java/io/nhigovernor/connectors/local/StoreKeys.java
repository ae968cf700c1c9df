package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.local.LocalConfiguration.KeySource;
import io.nhigovernor.connectors.local.files.AtomicFiles;
import io.nhigovernor.connectors.local.keys.StoreKey;
import io.nhigovernor.connectors.local.keys.StoreKey.WrongKeyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the store key, and makes sure that it is this store's. */
final class StoreKeys {
    private static final String CHECK = "nhi-governor local store";

    private StoreKeys() {}

    /**
     * @param environment the variables of the process
     * @throws IllegalArgumentException if the key is absent, malformed, or readable by others
     */
    static StoreKey load(KeySource source, Function<String, @Nullable String> environment) throws IOException {
        return switch (source) {
            case KeySource.InFile in -> {
                if (in.create() && !Files.exists(in.file())) {
                    make(in.file());
                }
                yield fromFile(in.file());
            }
            case KeySource.InEnvironment in -> {
                var text = environment.apply(in.name());
                if (text == null) {
                    throw new IllegalArgumentException("keyEnvironment: " + in.name() + " is not set");
                }
                yield decode("keyEnvironment", text);
            }
        };
    }

    private static void make(Path file) throws IOException {
        var key = new byte[StoreKey.LENGTH_BYTES];
        new SecureRandom().nextBytes(key);
        var text = Base64.getEncoder().encode(key);
        AtomicFiles.directories(file.toAbsolutePath().resolveSibling(""), AtomicFiles.OWNER_DIRECTORY);
        AtomicFiles.write(file, text, AtomicFiles.OWNER);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(text, (byte) 0);
    }

    private static StoreKey fromFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "keyFile: there is no file; make one of 32 random bytes as base64, or set createKey");
        }
        var others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("keyFile: group or others may use the key; set its mode to 0600");
        }
        return decode("keyFile", Files.readString(file, StandardCharsets.US_ASCII));
    }

    private static StoreKey decode(String setting, String text) {
        try {
            var key = Base64.getDecoder().decode(text.strip());
            try {
                return new StoreKey(key);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + ": not " + StoreKey.LENGTH_BYTES + " bytes as base64");
        }
    }

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
