package io.nhigovernor.governor.config;

import java.nio.file.Path;
import java.util.Map;

/** Where an embedded governor keeps everything. */
public final class DataDirectory {
    private DataDirectory() {}

    /** {@code $XDG_STATE_HOME/nhi-governor}, or {@code ~/.local/state/nhi-governor}. */
    public static Path of(Map<String, String> environment, Path userHome) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        // The XDG specification wants relative values ignored.
        Path base = state.startsWith("/") ? Path.of(state) : userHome.resolve(".local/state");
        return base.resolve("nhi-governor");
    }

    /** The file that holds the value of an embedded governor's token. */
    public static Path tokenFile(Path data, String name) {
        return data.resolve("tokens").resolve(name + ".token");
    }
}
