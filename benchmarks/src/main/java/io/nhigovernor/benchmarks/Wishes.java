package io.nhigovernor.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be measured.
 *
 * @param folder for servers, logs and databases; must not exist yet
 * @param report the page to write
 * @param home where {@code samples/vault/policies} lies
 * @param kv targets of one KV rotation; 0: none
 * @param appRoles of one AppRole rotation; 0: none
 * @param large targets of the rotation that is only reported; 0: none
 * @param ring members of the ring that is restored; 0: none
 */
record Wishes(
        Path folder,
        Path report,
        Path home,
        int kv,
        int appRoles,
        int large,
        int ring,
        int restores,
        int rounds,
        String commit,
        String command) {
    static final String USAGE = """
            BenchmarksMain --folder DIR --report FILE --home DIR [--kv 1000] [--approles 1000] [--large 10000] [--ring 1000]
                           [--restores 20] [--rounds 1] [--commit TEXT] [--command TEXT]
            """;

    private static final Map<String, String> DEFAULTS = Map.of(
            "kv", "1000",
            "approles", "1000",
            "large", "10000",
            "ring", "1000",
            "restores", "20",
            "rounds", "1",
            "commit", "unknown",
            "command", "bin/benchmark");
    private static final Set<String> REQUIRED = Set.of("folder", "report", "home");

    /** @throws IllegalArgumentException saying what is wrong with them */
    static Wishes of(List<String> words) {
        var given = new HashMap<>(DEFAULTS);
        if (words.size() % 2 != 0) {
            throw new IllegalArgumentException("every option has one value");
        }
        for (int index = 0; index < words.size(); index += 2) {
            var name = words.get(index).replaceFirst("^--", "");
            if (!DEFAULTS.containsKey(name) && !REQUIRED.contains(name)) {
                throw new IllegalArgumentException("there is no option --" + name);
            }
            given.put(name, words.get(index + 1));
        }
        return new Wishes(
                Path.of(text(given, "folder")),
                Path.of(text(given, "report")),
                Path.of(text(given, "home")),
                number(given, "kv"),
                number(given, "approles"),
                number(given, "large"),
                number(given, "ring"),
                number(given, "restores"),
                number(given, "rounds"),
                text(given, "commit"),
                text(given, "command"));
    }

    private static String text(Map<String, String> given, String name) {
        return Optional.ofNullable(given.get(name))
                .orElseThrow(() -> new IllegalArgumentException("--" + name + " is missing"));
    }

    private static int number(Map<String, String> given, String name) {
        var text = text(given, name);
        if (!text.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("--" + name + " must be a whole number up to 99999, not " + text);
        }
        return Integer.parseInt(text);
    }
}
