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
    private static final String VAULT = "io.nhigovernor.samples.estate.VaultMain";
    /** The exit code by which that says that there is no Vault to start. */
    private static final int NO_VAULT = 3;

    private static final Duration UP_WITHIN = Duration.ofSeconds(30);
    private static final Duration ADOPTED_WITHIN = Duration.ofSeconds(60);
    /** Whoever started a PostgreSQL ends it first, and that takes its time. */
    private static final Duration DOWN_WITHIN = Duration.ofSeconds(20);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final DemoDirectory directory;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Process> processes = new ArrayList<>();

    private DemoWorld(DemoDirectory directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::close));
    }

    /** Why there is no demonstration: something it needs is not on this machine. */
    static final class Missing extends IOException {
        private static final long serialVersionUID = 1L;

        Missing(String what) {
            super(what);
        }
    }

    /**
     * Starts everything and waits until all answer. On the local connector the estate writes its documents and enrols its credentials
     * first; on Vault that is there before, and the governor adopts it.
     *
     * @throws Missing if there is no Vault to start
     */
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
        switch (directory.backend()) {
            case local -> directory.configureLocal();
            case vault -> vault();
        }
        Process governor = java(
                "governor",
                GOVERNOR,
                "serve",
                "--config",
                directory.configuration().toString());
        List<String> words = new ArrayList<>(List.of(
                "--home",
                directory.home().toString(),
                "--documents",
                directory.documents().toString(),
                "--tokens",
                directory.tokens().toString(),
                "--governor",
                governorAddress().toString(),
                "--control-port",
                Integer.toString(directory.port("control")),
                "--ports",
                directory.servicePorts()));
        words.addAll(
                switch (directory.backend()) {
                    case local -> List.of("--key-file", directory.keyFile().toString());
                    case vault ->
                        List.of(
                                "--backend",
                                "vault",
                                "--vault",
                                vaultAddress(),
                                "--vault-token-file",
                                directory.vault().resolve("estate.token").toString());
                });
        Process estate = java("estate", ESTATE, words.toArray(String[]::new));
        waitFor(governor, "governor", governorAddress().resolve("/v1/openapi.json"));
        waitFor(estate, "estate", control("healthz"));
    }

    private String vaultAddress() throws IOException {
        return Files.readString(directory.vault().resolve("address")).strip();
    }

    /** A Vault as a team has it, and all of it adopted. */
    private void vault() throws IOException, InterruptedException {
        Process vault = java(
                "vault",
                VAULT,
                "--folder",
                directory.vault().toString(),
                "--home",
                directory.home().toString(),
                "--key-file",
                directory.keyFile().toString(),
                "--documents",
                directory.documents().toString(),
                "--ports",
                directory.servicePorts());
        long until = System.nanoTime() + UP_WITHIN.toNanos();
        while (!Files.exists(directory.vault().resolve("address"))) {
            if (!vault.isAlive()) {
                if (vault.exitValue() == NO_VAULT) {
                    throw new Missing(Files.readString(directory.log("vault")).strip());
                }
                throw new IOException("the Vault ended with " + vault.exitValue() + "; see " + directory.log("vault"));
            }
            if (System.nanoTime() > until) {
                throw new IOException("the Vault does not come up; see " + directory.log("vault"));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
        directory.configureVault(vaultAddress());
        Process adopt = java(
                "adopt",
                GOVERNOR,
                "adopt",
                "--config",
                directory.configuration().toString(),
                directory.documents().toString());
        if (!adopt.waitFor(ADOPTED_WITHIN.toSeconds(), TimeUnit.SECONDS) || adopt.exitValue() != 0) {
            throw new IOException("not everything was adopted; see " + directory.log("adopt"));
        }
    }

    /** The last line of what {@code governor adopt} said. */
    String adopted() throws IOException {
        List<String> lines = Files.readAllLines(directory.log("adopt"));
        return lines.isEmpty() ? "" : lines.getLast();
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
