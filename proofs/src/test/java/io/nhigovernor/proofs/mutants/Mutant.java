package io.nhigovernor.proofs.mutants;

import io.nhigovernor.proofs.copy.ChangedCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One bug as a patch file. Its first line says what is wrong, its second which promise of guarantees §4 that breaks.
 *
 * @param what the bug, as a sentence
 * @param breaks the promise, as guarantees §4 names it
 */
record Mutant(Path patch, String what, String breaks) {
    private static final Path PROJECT = Path.of("..");

    static List<Mutant> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".patch"))
                    .sorted()
                    .map(Mutant::read)
                    .toList();
        }
    }

    private static Mutant read(Path patch) {
        try {
            List<String> lines = Files.readAllLines(patch);
            return new Mutant(patch, lines.get(0).substring(2), lines.get(1).substring("# breaks ".length()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The core with this bug in it. */
    Core core(Path work) throws IOException, ReflectiveOperationException {
        return Core.changed(ChangedCopy.compile(PROJECT, patch, work.resolve(toString())));
    }

    @Override
    public String toString() {
        return patch.getFileName().toString().replace(".patch", "");
    }
}
