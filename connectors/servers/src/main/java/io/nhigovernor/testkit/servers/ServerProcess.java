package io.nhigovernor.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server's process, ended by its handle only: when told, and when this JVM ends. What it prints goes to a file.
 */
final class ServerProcess implements RunningServer {
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int LAST_LINES = 12;

    private final Process process;
    private final Path log;
    private final Thread atExit;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(() -> end(process), "end-server-" + process.pid());
    }

    /**
     * @param environment added to this process's own, from which {@code without} is taken first: names that begin with it
     * @param log appended to
     */
    static ServerProcess start(List<String> command, Map<String, String> environment, String without, Path log) {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith(without));
        builder.environment().putAll(environment);
        try {
            var started = new ServerProcess(builder.start(), log);
            Runtime.getRuntime().addShutdownHook(started.atExit);
            return started;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Java has no word of its own for it. */
    @Override
    public void hangUp() {
        try {
            int verdict = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (verdict != 0) {
                throw new IllegalStateException("process " + process.pid() + " cannot be told to hang up");
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while telling a server to hang up", interrupted);
        }
    }

    @Override
    public void stop() {
        var children = process.descendants().toList();
        process.destroy();
        if (!waited(STOP_MAX)) {
            kill();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        forgotten();
    }

    @Override
    public void kill() {
        end(process);
        waited(STOP_MAX);
        forgotten();
    }

    @Override
    public String lastLines() {
        return lastLines(log);
    }

    static String lastLines(Path log) {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "(" + log + " cannot be read)";
        }
    }

    private boolean waited(Duration max) {
        try {
            return process.waitFor(max.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void forgotten() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // This JVM ends already, and the hook has nothing left to do.
        }
    }

    private static void end(Process process) {
        // Vault's plugins are processes of their own, which a killed Vault leaves behind.
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
