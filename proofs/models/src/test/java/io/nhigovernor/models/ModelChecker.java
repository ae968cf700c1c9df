package io.nhigovernor.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** TLC as a process of its own. Reads what it prints. */
final class ModelChecker {
    private static final Pattern STATES = Pattern.compile("([0-9]+) states generated, ([0-9]+) distinct states found");
    private static final Pattern INVARIANT = Pattern.compile("Error: Invariant (\\w+) is violated");
    private static final Pattern STEP = Pattern.compile("^State ([0-9]+):", Pattern.MULTILINE);

    private final Path work;

    /** @param work where it may write */
    ModelChecker(Path work) {
        this.work = work;
    }

    /**
     * What TLC found.
     *
     * @param violated the violated invariant, {@code temporal}, or {@link Configuration#NO_ERROR}
     * @param trace how many states its counterexample has, 0 without one
     */
    record Found(String violated, long distinctStates, long trace, Duration took) {
        static final String TEMPORAL = "temporal";
    }

    /** @throws IOException if TLC comes to no result, with what it printed */
    Found check(Configuration configuration, Duration limit) throws IOException, InterruptedException {
        Path log = Files.createDirectories(work).resolve(configuration.name() + ".log");
        long start = System.nanoTime();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add("-XX:+UseSerialGC");
        // A sown bug is found in seconds, which a second compiler and a second worker would only lengthen.
        if (configuration.sown()) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        // Where it unpacks its own modules, which another one that begins at the same moment must not find half
        // written.
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(work.resolve(configuration.name() + "-modules")));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "tlc2.TLC",
                "-workers",
                configuration.sown() ? "1" : "2",
                // Asked again and again as the graph grows, it finds a temporal bug sooner. Where one of another kind
                // is
                // sown it must not be found first, and where none is expected, once is enough.
                "-lncheck",
                configuration.temporal() ? "default" : "final",
                "-metadir",
                work.resolve(configuration.name()).toString(),
                "-config",
                configuration.file().toString(),
                configuration.module().toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("no result within " + limit + "; see " + log);
        }
        return read(Files.readString(log), Duration.ofNanos(System.nanoTime() - start));
    }

    private static Found read(String printed, Duration took) throws IOException {
        long distinct = STATES.matcher(printed)
                .results()
                .mapToLong(match -> Long.parseLong(match.group(2)))
                .reduce(0, (before, last) -> last);
        long trace = STEP.matcher(printed).results().map(MatchResult::group).count();
        var invariant = INVARIANT.matcher(printed);
        if (invariant.find()) {
            return new Found(invariant.group(1), distinct, trace, took);
        }
        if (printed.contains("Error: Temporal properties were violated.")) {
            return new Found(Found.TEMPORAL, distinct, trace, took);
        }
        if (printed.contains("Model checking completed. No error has been found.")) {
            return new Found(Configuration.NO_ERROR, distinct, trace, took);
        }
        throw new IOException("TLC came to no result:\n" + printed);
    }
}
