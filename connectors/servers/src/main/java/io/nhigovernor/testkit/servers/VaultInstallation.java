package io.nhigovernor.testkit.servers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Vault that can be started here.
 *
 * @param binary the server
 * @param plugins the folder of its external plugins, if it has one; without it the plugins are in the binary, as in HashiCorp's own builds
 * @param origin how it was found, for people
 */
public record VaultInstallation(Path binary, Optional<Path> plugins, String origin) implements VaultProgram {
    /** Names a binary to use before all others. */
    public static final String VARIABLE = "GOVERNOR_TEST_VAULT";

    private static final String REMEDY = "run bin/test-servers (needs Go, once), put vault on PATH, name a binary in "
            + VARIABLE + ", or start Docker for tests";

    /** The binary that {@link #VARIABLE} names, else the pinned one in the cache, else {@code vault} on the path. */
    public static Finding<VaultInstallation> find() {
        return find(System.getenv());
    }

    static Finding<VaultInstallation> find(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            // Asked for by name: anything else would be a surprise.
            return at(Path.of(named), VARIABLE)
                    .<Finding<VaultInstallation>>map(Finding.Found::new)
                    .orElseGet(() -> new Finding.Missing<>(
                            "Vault: " + VARIABLE + " names " + named + ", which cannot be run", REMEDY));
        }
        Path cached = ServerCache.of(environment).vault();
        return Stream.concat(at(cached.resolve("vault"), "cache").stream(), onPath(environment))
                .findFirst()
                .<Finding<VaultInstallation>>map(Finding.Found::new)
                .orElseGet(() -> new Finding.Missing<>("Vault: neither at " + cached + " nor on PATH", REMEDY));
    }

    @Override
    public RunningServer launch(VaultSetup setup, Path configuration, Path log) {
        return ServerProcess.start(
                List.of(binary.toString(), "server", "-config=" + configuration),
                Map.of(),
                // What a person has set for the command line, or for a Vault of their own.
                "VAULT_",
                log);
    }

    @Override
    public String toString() {
        return binary + " (" + origin + ")";
    }

    private static Stream<VaultInstallation> onPath(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> at(Path.of(folder, "vault"), "PATH").stream());
    }

    private static Optional<VaultInstallation> at(Path binary, String origin) {
        if (!Files.isRegularFile(binary) || !Files.isExecutable(binary)) {
            return Optional.empty();
        }
        Path plugins = binary.toAbsolutePath().resolveSibling("plugins");
        return Optional.of(new VaultInstallation(
                binary.toAbsolutePath(), Optional.of(plugins).filter(Files::isDirectory), origin));
    }
}
