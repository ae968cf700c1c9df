package io.nhigovernor.proofs.copy;

import io.nhigovernor.samples.estate.proof.Folders;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.ToolProvider;

/** Copies of some of the product's source files with changes applied, compiled to stand before the product on a class path. */
public final class ChangedCopy {
    private ChangedCopy() {}

    /** Lines that go, and the lines that come for them. */
    private record Change(List<String> out, List<String> in) {
        Change() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * @param project the folder that the files named by the changes are relative to
     * @return the folder of the compiled classes
     */
    public static Path compile(Path project, Path changes, Path work) throws IOException {
        Folders.empty(work);
        var sources = new ArrayList<File>();
        for (var file : read(changes).entrySet()) {
            var text = Files.readAllLines(project.resolve(file.getKey()));
            for (var change : file.getValue()) {
                text = apply(file.getKey(), text, change);
            }
            var copy = work.resolve("sources").resolve(file.getKey().replaceFirst(".*/java/", ""));
            Files.createDirectories(copy.getParent());
            sources.add(Files.write(copy, text).toFile());
        }
        var classes = Files.createDirectories(work.resolve("classes"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            var said = new StringWriter();
            var options = List.of("-proc:none", "-parameters", "-d", classes.toString());
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromFiles(sources))
                    .call()) {
                throw new IllegalStateException("the changed copy does not compile:\n" + said);
            }
        }
        return classes.toAbsolutePath();
    }

    private static Map<String, List<Change>> read(Path changes) throws IOException {
        var files = new LinkedHashMap<String, List<Change>>();
        List<Change> of = List.of();
        for (var line : Files.readAllLines(changes)) {
            if (line.startsWith("file ")) {
                of = files.computeIfAbsent(line.substring("file ".length()), name -> new ArrayList<>());
            } else if (line.startsWith("- ")) {
                if (of.isEmpty() || !of.getLast().in().isEmpty()) {
                    of.add(new Change());
                }
                of.getLast().out().add(line.substring(2).strip());
            } else if (line.startsWith("+ ")) {
                of.getLast().in().add(line.substring(2));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException("not a line of changes: " + line);
            }
        }
        return files;
    }

    private static List<String> apply(String name, List<String> text, Change change) {
        var stripped = text.stream().map(String::strip).toList();
        int at = java.util.Collections.indexOfSubList(stripped, change.out());
        if (at < 0 || at != java.util.Collections.lastIndexOfSubList(stripped, change.out())) {
            throw new IllegalStateException("not exactly once in " + name + ": " + change.out());
        }
        var changed = new ArrayList<>(text.subList(0, at));
        changed.addAll(change.in());
        changed.addAll(text.subList(at + change.out().size(), text.size()));
        return changed;
    }
}
