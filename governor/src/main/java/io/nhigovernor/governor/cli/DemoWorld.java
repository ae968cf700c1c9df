package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A governor and the sample estate, each a process of its own. */
final class DemoWorld implements AutoCloseable {
    private static final String GOVERNOR = "io.nhigovernor.governor.GovernorMain";
    private static final String ESTATE = "io.nhigovernor.samples.estate.EstateMain";
    private static final Duration UP_WITHIN = Duration.ofSeconds(30);
    private static final Duration DOWN_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final DemoDirectory directory;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Process> processes = new ArrayList<>();

    private DemoWorld(DemoDirectory directory) {
        this.directory = directory;
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> processes.forEach(Process::destroyForcibly)));
    }

    /** Starts both and waits until both answer; the estate writes its documents and enrols its credentials first. */
    static DemoWorld start(DemoDirectory directory) throws IOException, InterruptedException {
        var world = new DemoWorld(directory);
        try {
            world.run();
            return world;
        } catch (IOException | InterruptedException e) {
            world.close();
            throw e;
        }
    }

    private void run() throws IOException, InterruptedException {
        Process governor = java(
                "governor",
                GOVERNOR,
                "serve",
                "--config",
                directory.configuration().toString());
        Process estate = java(
                "estate",
                ESTATE,
                "--home",
                directory.home().toString(),
                "--key-file",
                directory.keyFile().toString(),
                "--documents",
                directory.documents().toString(),
                "--tokens",
                directory.tokens().toString(),
                "--governor",
                governorAddress().toString(),
                "--control-port",
                Integer.toString(directory.port("control")),
                "--ports",
                directory.servicePorts());
        waitFor(governor, "governor", governorAddress().resolve("/v1/openapi.json"));
        waitFor(estate, "estate", control("healthz"));
    }

    private Process java(String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse(System.getProperty("java.home") + "/bin/java"));
        // A minute is too short a life for the second compiler to pay.
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m"));
        // The launcher's archive of classes, if it has one, makes these start faster too.
        String archive = System.getProperty("governor.archive", "");
        if (!archive.isEmpty()) {
            command.addAll(List.of(archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        }
        command.add("-Djava.io.tmpdir=" + directory.temp());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.log(name).toFile())
                .start();
        processes.add(process);
        return process;
    }

    private void waitFor(Process process, String name, URI address) throws IOException, InterruptedException {
        long until = System.nanoTime() + UP_WITHIN.toNanos();
        while (System.nanoTime() < until) {
            if (!process.isAlive()) {
                throw new IOException(
                        "the " + name + " ended with " + process.exitValue() + "; see " + directory.log(name));
            }
            try {
                var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2));
                if (http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet: whether it ever will is told by the process itself.
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
            }
        }
        throw new IOException("the " + name + " does not answer; see " + directory.log(name));
    }

    URI governorAddress() {
        return URI.create("http://127.0.0.1:" + directory.port("governor"));
    }

    private URI control(String path) {
        return URI.create("http://127.0.0.1:" + directory.port("control") + "/" + path);
    }

    ApiClient client() throws IOException {
        String token = Files.readString(directory.tokenFile("operator")).trim();
        return new ApiClient(governorAddress(), token, Optional.empty());
    }

    /** Breaks something in the estate. */
    void breakage(String name, Map<String, Object> parameters) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(control("breakages/" + name))
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(parameters))));
    }

    /** Mends everything of that name. */
    void mend(String name) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(control("breakages/" + name)).DELETE());
    }

    /** What of the named breakage is broken right now. */
    boolean broken(String name) throws IOException, InterruptedException {
        String state = send(HttpRequest.newBuilder(control("breakages")).GET());
        return !Json.parse(state.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .path(name)
                .isEmpty();
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the estate answers " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        try {
            for (Process process : processes) {
                if (!process.waitFor(DOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
