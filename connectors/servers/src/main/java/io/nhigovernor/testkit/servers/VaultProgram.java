package io.nhigovernor.testkit.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A Vault, or one that speaks like it, that can be started here. Its {@code toString} is for people. */
public interface VaultProgram {
    /** The folder of its external plugins, if it has one; without it the plugins are in the program, as in HashiCorp's own builds. */
    Optional<Path> plugins();

    /** What this one wants in its configuration beside what each has. */
    default Map<String, Object> configuration() {
        return Map.of();
    }

    /**
     * Starts it.
     *
     * @param setup names the folders that it reads and writes
     * @param configuration its file
     * @param log what it prints is appended to it
     */
    RunningServer launch(VaultSetup setup, Path configuration, Path log);
}
