package io.nhigovernor.connectors.parts.settings;

import io.nhigovernor.connectors.parts.keys.KeySource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes keys out of a connector's section of the configuration one by one, and remembers every problem. */
public final class SettingsReader {
    private final String connector;
    private final Map<String, String> left;
    private final List<String> problems = new ArrayList<>();

    /** @param connector whose section it is, for whoever has to correct it */
    public SettingsReader(String connector, Map<String, String> section) {
        this.connector = connector;
        left = new TreeMap<>(section);
    }

    public void problem(String text) {
        problems.add(text);
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(left.remove(key)).filter(value -> !value.isBlank());
    }

    public Optional<Path> path(String key, boolean required) {
        var text = text(key);
        if (text.isEmpty() && required) {
            problem(key + " is missing");
        }
        try {
            return text.map(Path::of);
        } catch (InvalidPathException e) {
            problem(key + " is not a path");
            return Optional.empty();
        }
    }

    public boolean flag(String key) {
        var text = text(key).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            problem(key + " must be true or false");
        }
        return text.equals("true");
    }

    public Duration duration(String key, Duration otherwise) {
        try {
            var found = text(key).map(Duration::parse).orElse(otherwise);
            if (found.isNegative() || found.isZero()) {
                problem(key + " must be positive");
            }
            return found;
        } catch (DateTimeParseException e) {
            problem(key + " must be a duration such as " + otherwise);
            return otherwise;
        }
    }

    /** {@code keyFile} (with {@code createKey}) or {@code keyEnvironment}; empty, with a problem, if it is not exactly one. */
    public Optional<KeySource> keySource() {
        var file = path("keyFile", false);
        var create = flag("createKey");
        var environment = text("keyEnvironment");
        if (file.isPresent() == environment.isPresent()) {
            problem("exactly one of keyFile and keyEnvironment must be given");
        }
        if (create && file.isEmpty()) {
            problem("createKey needs keyFile");
        }
        return file.<KeySource>map(found -> new KeySource.InFile(found, create))
                .or(() -> environment.map(KeySource.InEnvironment::new));
    }

    /** @throws IllegalArgumentException naming every problem, keys that nobody took among them */
    public void finish() {
        left.keySet().forEach(key -> problem("unknown key " + key));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("connector " + connector + ": " + String.join("; ", problems));
        }
    }
}
