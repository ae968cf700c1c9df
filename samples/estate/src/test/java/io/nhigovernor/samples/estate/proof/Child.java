package io.nhigovernor.samples.estate.proof;

import io.nhigovernor.samples.estate.EstateMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A Java process of ours: its own temp folder, its output in a log, and its command line kept for the leak scan. */
public final class Child implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** What a process is started with beside what every one is. @param options of the JVM */
    public record Launch(String classPath, List<String> options) {
        /** With this JVM's class path. */
        public static final Launch USUAL = new Launch(System.getProperty("java.class.path"), List.of());

        public Launch {
            options = List.copyOf(options);
        }
    }

    /** The estate of this site, on all its ports. */
    public static Child estate(Site site) throws IOException {
        var ports = site.ports().entrySet().stream()
                .map(port -> port.getKey() + "=" + port.getValue())
                .collect(Collectors.joining(","));
        return start(
                site.root(),
                "estate",
                EstateMain.class,
                "--home",
                site.home().toString(),
                "--documents",
                site.documents().toString(),
                "--tokens",
                site.tokens().toString(),
                "--governor",
                site.governor().toString(),
                "--control-port",
                Integer.toString(site.port("control")),
                "--ports",
                ports);
    }

    /** Runs {@code main} with this JVM's class path; output is appended to {@code logs/<name>.log} under {@code root}. */
    static Child start(Path root, String name, Class<?> main, String... arguments) throws IOException {
        return start(root, name, Launch.USUAL, main, arguments);
    }

    public static Child start(Path root, String name, Launch launch, Class<?> main, String... arguments)
            throws IOException {
        var temp = Files.createDirectories(root.resolve("temp").resolve(name));
        var log = Files.createDirectories(root.resolve("logs")).resolve(name + ".log");
        var captures = Files.createDirectories(root.resolve("captures"));
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-Djava.io.tmpdir=" + temp));
        command.addAll(launch.options());
        command.addAll(List.of("-cp", launch.classPath(), main.getName()));
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // What maven gives its own test process is not what a service would be started with.
        builder.environment().keySet().removeIf(key -> key.startsWith("MAVEN"));
        var process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
                .start();
        for (var file : new String[] {"cmdline", "environ"}) {
            Files.write(
                    captures.resolve(name + "-" + process.pid() + "." + file),
                    Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file)));
        }
        return new Child(process, log);
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Waits for its end. @return its exit code, or empty if it has not ended in time */
    public OptionalInt end(Duration within) throws InterruptedException {
        return process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** SIGTERM, and waits for its end. @return its exit code, or empty if it has not ended in time */
    public OptionalInt stop(Duration within) throws InterruptedException {
        process.destroy();
        return end(within);
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
