package io.nhigovernor.governor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The document files a person names; a folder means every YAML and JSON file under it, in order of name. */
final class DocumentFiles {
    private DocumentFiles() {}

    record Named(String name, byte[] text) {}

    /** @throws IOException saying which path is not there, cannot be read, or holds no document */
    static List<Named> read(List<Path> paths) throws IOException {
        List<Named> files = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : Files.isDirectory(path) ? under(path) : List.of(path)) {
                try {
                    files.add(new Named(file.toString(), Files.readAllBytes(file)));
                } catch (NoSuchFileException e) {
                    throw new IOException("there is no file " + file, e);
                } catch (IOException e) {
                    throw new IOException(file + " cannot be read", e);
                }
            }
        }
        return files;
    }

    private static List<Path> under(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> files = paths.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IOException("there is no .yaml, .yml or .json file in " + folder);
            }
            return files;
        }
    }
}
