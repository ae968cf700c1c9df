package io.nhigovernor.connectors.local;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The local connector's section of the configuration.
 *
 * @param trustDomain of the SPIFFE ids in certificates
 * @param certificateLifetime how long a signed leaf is good
 * @param settle how long a change of an accept document takes to reach the relying parties that watch it
 * @param probeTimeout how long one real login may take
 */
record LocalConfiguration(
        Path home,
        KeySource key,
        String trustDomain,
        Duration certificateLifetime,
        Duration settle,
        Duration probeTimeout) {
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9._-]{1,200}");

    /** Where the store key comes from. */
    sealed interface KeySource {
        /** @param create make the file, with a fresh key, if it is absent */
        record InFile(Path file, boolean create) implements KeySource {}

        record InEnvironment(String name) implements KeySource {}
    }

    /** @throws IllegalArgumentException naming everything that is wrong */
    static LocalConfiguration of(Map<String, String> section) {
        var reader = new Reader(section);
        var home = reader.path("home", true);
        var keyFile = reader.path("keyFile", false);
        var create = reader.flag("createKey");
        var environment = reader.text("keyEnvironment");
        if (keyFile.isPresent() == environment.isPresent()) {
            reader.problem("exactly one of keyFile and keyEnvironment must be given");
        }
        if (create && keyFile.isEmpty()) {
            reader.problem("createKey needs keyFile");
        }
        var domain = reader.text("trustDomain").orElse("local");
        if (!DOMAIN.matcher(domain).matches()) {
            reader.problem("trustDomain must match " + DOMAIN.pattern());
        }
        var lifetime = reader.duration("certificateLifetime", Duration.ofDays(90));
        var settle = reader.duration("settle", Duration.ofSeconds(1));
        var probe = reader.duration("probeTimeout", Duration.ofSeconds(2));
        reader.finish();
        KeySource source = keyFile.<KeySource>map(file -> new KeySource.InFile(file, create))
                .orElseGet(() -> new KeySource.InEnvironment(environment.orElseThrow()));
        return new LocalConfiguration(home.orElseThrow(), source, domain, lifetime, settle, probe);
    }

    /** Takes keys out one by one and remembers every problem. */
    private static final class Reader {
        private final Map<String, String> left;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> section) {
            left = new TreeMap<>(section);
        }

        void problem(String text) {
            problems.add(text);
        }

        Optional<String> text(String key) {
            return Optional.ofNullable(left.remove(key)).filter(value -> !value.isBlank());
        }

        Optional<Path> path(String key, boolean required) {
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

        boolean flag(String key) {
            var text = text(key).orElse("false");
            if (!text.equals("true") && !text.equals("false")) {
                problem(key + " must be true or false");
            }
            return text.equals("true");
        }

        Duration duration(String key, Duration otherwise) {
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

        void finish() {
            left.keySet().forEach(key -> problem("unknown key " + key));
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("connector local: " + String.join("; ", problems));
            }
        }
    }
}
