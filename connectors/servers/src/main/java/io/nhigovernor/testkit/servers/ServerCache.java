package io.nhigovernor.testkit.servers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Where {@code bin/test-servers} leaves what it builds: in the user's cache, in a folder named after the digest of what
 * pins it, so that an old build is never mistaken for the pinned one.
 */
final class ServerCache {
    private static final List<String> VAULT_PINS = List.of("go.mod", "go.sum", "main.go", "build-flags");
    private static final int DIGITS = 16;

    private static final String VAULT = "vault-" + digest("vault", VAULT_PINS);

    private final Path folder;

    private ServerCache(Path folder) {
        this.folder = folder;
    }

    static ServerCache of(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = cache.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
                : Path.of(cache);
        return new ServerCache(base.resolve("nhi-governor").resolve("servers"));
    }

    /** The folder of the pinned Vault, whether it is there or not. */
    Path vault() {
        return folder.resolve(VAULT);
    }

    private static String digest(String server, List<String> pins) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String pin : pins) {
                try (var content = ServerCache.class.getResourceAsStream(server + "/" + pin)) {
                    if (content == null) {
                        throw new FileNotFoundException(server + "/" + pin + " is not among the testkit's resources");
                    }
                    digest.update(content.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
