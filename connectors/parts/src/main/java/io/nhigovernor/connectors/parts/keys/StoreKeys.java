package io.nhigovernor.connectors.parts.keys;

import io.nhigovernor.connectors.parts.files.AtomicFiles;
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

/** Finds the key that names and seals values. */
public final class StoreKeys {
    private StoreKeys() {}

    /**
     * @param environment the variables of the process
     * @throws IllegalArgumentException if the key is absent, malformed, or readable by others
     */
    public static StoreKey load(KeySource source, Function<String, @Nullable String> environment) throws IOException {
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
}
