package io.nhigovernor.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One model with its constants, as TLC reads it. Three comments at its top say what it is about, which module it
 * configures, and what TLC is to find.
 *
 * @param about what is true or false in it, in words
 * @param expected the invariant or temporal property that must turn out violated, or {@value #NO_ERROR}
 * @param temporal whether that is a temporal property
 */
record Configuration(Path file, Path module, String about, String expected, boolean temporal) {
    static final String NO_ERROR = "no error";
    private static final String MODEL = "\\* model: ";
    private static final String EXPECT = "\\* expect: ";

    /** Every configuration in a folder, by name. */
    static List<Configuration> in(Path folder, Path modules) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(path -> path.toString().endsWith(".cfg"))
                    .sorted()
                    .map(path -> read(path, modules))
                    .toList();
        }
    }

    private static Configuration read(Path file, Path modules) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        if (lines.size() < 4
                || !lines.get(0).startsWith("\\* ")
                || !lines.get(1).startsWith(MODEL)
                || !lines.get(2).startsWith(EXPECT)) {
            throw new IllegalArgumentException(
                    file + " does not begin with what it is about, its model and what it expects");
        }
        String expected = lines.get(2).substring(EXPECT.length()).strip();
        boolean temporal = named(lines, "PROPERTIES").contains(expected);
        if (!expected.equals(NO_ERROR)
                && !temporal
                && !named(lines, "INVARIANTS").contains(expected)) {
            throw new IllegalArgumentException(file + " expects " + expected + ", which it does not check");
        }
        return new Configuration(
                file,
                modules.resolve(lines.get(1).substring(MODEL.length()).strip() + ".tla"),
                lines.get(0).substring(3).strip(),
                expected,
                temporal);
    }

    private static List<String> named(List<String> lines, String section) {
        return lines.stream()
                .filter(line -> line.startsWith(section + " "))
                .flatMap(line ->
                        Arrays.stream(line.substring(section.length()).strip().split(" +")))
                .toList();
    }

    /** Whether something is to be found. */
    boolean sown() {
        return !expected.equals(NO_ERROR);
    }

    String name() {
        return file.getFileName().toString().replace(".cfg", "");
    }

    @Override
    public String toString() {
        return name() + ": " + about;
    }
}
