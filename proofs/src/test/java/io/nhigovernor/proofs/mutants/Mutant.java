package io.nhigovernor.proofs.mutants;

import io.nhigovernor.proofs.copy.ChangedCopy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One bug as a patch file. Its first line says what is wrong, its second which promise of guarantees §4 that breaks.
 *
 * @param what the bug, as a sentence
 * @param breaks the promise, as guarantees §4 names it
 */
record Mutant(Path patch, String what, String breaks) {
    private static final Path PROJECT = Path.of("..");
    private static final Duration LIMIT = Duration.ofMinutes(5);

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

    /**
     * Lets random lives run on the patched core, in a process of its own.
     *
     * @return what {@link Hunt} said last
     * @throws IOException if it came to no result, with what it printed
     */
    String hunted(int lives, Path work) throws IOException, InterruptedException {
        Path here = work.resolve(toString());
        Path classes = ChangedCopy.compile(PROJECT, patch, here);
        Path log = here.resolve("hunt.log");
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes + File.pathSeparator + System.getProperty("java.class.path"),
                        Hunt.class.getName(),
                        Integer.toString(lives)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("no result within " + LIMIT + "; see " + log);
        }
        List<String> printed = Files.readAllLines(log);
        if (process.exitValue() != 0 || printed.isEmpty()) {
            throw new IOException("exit " + process.exitValue() + ":\n" + String.join("\n", printed));
        }
        return printed.getLast();
    }

    @Override
    public String toString() {
        return patch.getFileName().toString().replace(".patch", "");
    }
}
