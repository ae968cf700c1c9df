package io.nhigovernor.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.testkit.servers.VaultSetup.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A HashiCorp Vault on loopback, configured, initialised with one key share and unsealed by this launcher, and audited
 * where the setup says so. Ends when closed, and when this JVM ends. Its root token and unseal key stay in this JVM: neither
 * is an argument of a process, nor in its environment, its configuration or its log.
 *
 * <p>One thread at a time; {@link #http} may be used by many.
 */
public final class VaultServer implements AutoCloseable {
    /** The name under which {@link #registerPostgresPlugin} makes the plugin known. */
    public static final String POSTGRES_PLUGIN = "postgresql-database-plugin";

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final int PORTS_TRIED = 5;
    private static final int ACTIVE = 200;
    private static final int NOT_INITIALISED = 501;
    private static final int SEALED = 503;
    private static final int SILENT = 0;

    private final VaultProgram program;
    private final VaultSetup setup;
    private final boolean temporary;
    private final Optional<ServerCertificate> certificate;
    private final AtomicInteger mounts = new AtomicInteger();

    private int port;
    private int clientsPort;
    private RunningServer process;
    private VaultHttp anonymous;
    private String unsealKey = "";
    private String rootToken = "";

    private VaultServer(VaultProgram program, VaultSetup setup, boolean temporary) {
        this.program = program;
        Path directory = Folders.make(setup.directory());
        this.setup = new VaultSetup(directory, setup.storage(), setup.tls(), setup.audits(), setup.clients());
        this.temporary = temporary;
        this.certificate = setup.tls() ? Optional.of(ServerCertificate.in(directory)) : Optional.empty();
        this.port = Ports.free();
        this.clientsPort = Ports.free();
        this.anonymous = client();
        this.process = launchedSomewhere();
    }

    /** For quick tests, much like {@code vault server -dev}: in memory, plain HTTP, no audit device, nothing mounted. */
    public static VaultServer dev(VaultProgram program) {
        var setup = VaultSetup.in(Folders.temporary("vault-"))
                .on(Storage.MEMORY)
                .withoutTls()
                .withAudits(0);
        return begun(new VaultServer(program, setup, true));
    }

    /**
     * For tests of seal, restart, crash and audit. The directory must hold no Vault yet, and stays.
     *
     * @throws IllegalStateException if the server does not start, with the end of its log
     */
    public static VaultServer start(VaultProgram program, VaultSetup setup) {
        return begun(new VaultServer(program, setup, false));
    }

    /** Of the form {@code https://127.0.0.1:port}. */
    public URI address() {
        return URI.create((setup.tls() ? "https" : "http") + "://127.0.0.1:" + port);
    }

    /**
     * Where it asks clients for certificates.
     *
     * @throws IllegalStateException if it does so nowhere
     */
    public URI clientsAddress() {
        if (setup.clients().isEmpty()) {
            throw new IllegalStateException("no listener asks for certificates");
        }
        return URI.create("https://127.0.0.1:" + clientsPort);
    }

    public String rootToken() {
        return rootToken;
    }

    /** The PEM file to trust; empty without TLS. */
    public Optional<Path> caFile() {
        return certificate.map(ServerCertificate::authority);
    }

    /**
     * The file of the first audit device.
     *
     * @throws IllegalStateException without one
     */
    public Path auditLog() {
        return setup.audits().stream().findFirst().orElseThrow(() -> new IllegalStateException("no audit device"));
    }

    /** The files of all audit devices, mounted as {@code audit-1}, {@code audit-2} and so on. */
    public List<Path> auditLogs() {
        return setup.audits();
    }

    /** What the server prints. */
    public Path log() {
        return setup.directory().resolve("vault.log");
    }

    /** Where its external plugins lie; empty if they are in the binary. */
    public Optional<Path> pluginDirectory() {
        return program.plugins();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Asks as root. */
    public VaultHttp http() {
        return anonymous.with(rootToken);
    }

    /** Asks without a token. */
    public VaultHttp anonymous() {
        return anonymous;
    }

    /** Has it open the files of its audit devices anew, as after a rotation of logs: what was moved away is let go. */
    public void reopenAuditLogs() {
        process.hangUp();
    }

    /** The status of {@code sys/health}: 200 active, 429 standby, 501 not initialised, 503 sealed, 0 no answer. */
    public int health() {
        try {
            return anonymous.get("sys/health").status();
        } catch (UncheckedIOException silent) {
            return SILENT;
        }
    }

    /** From now on it answers 503 to everything. */
    public void seal() {
        http().must("sys/seal", Map.of());
        await(SEALED);
    }

    public void unseal() {
        anonymous.must("sys/unseal", Map.of("key", unsealKey));
        await(ACTIVE);
    }

    /** Ends it as an operator does, after what it is doing. */
    public void stop() {
        process.stop();
    }

    /** Ends it at once, as a crash does. */
    public void kill() {
        process.kill();
    }

    /**
     * Starts it again after {@link #stop} or {@link #kill}, on the same port and storage. It comes up sealed.
     *
     * @throws IllegalStateException if it runs, or if it is in memory and would come back as another
     */
    public void startAgain() {
        if (setup.storage() == Storage.MEMORY) {
            throw new IllegalStateException("a Vault in memory does not come back; give it a storage");
        }
        if (process.isAlive()) {
            throw new IllegalStateException("it runs");
        }
        // Connections to the one before must not be taken up.
        anonymous = client();
        for (int tried = 1; ; tried++) {
            process = launched();
            if (process.await(() -> health() != SILENT, "Vault's return", START_MAX)) {
                return;
            }
            if (tried == PORTS_TRIED) {
                throw new IllegalStateException("Vault does not come back:\n" + process.lastLines());
            }
            Pauses.pause(Duration.ofSeconds(1));
        }
    }

    /** {@link #stop}, {@link #startAgain}, {@link #unseal}. */
    public void restart() {
        stop();
        startAgain();
        unseal();
    }

    /**
     * Mounts a secrets engine of its own for one test, which isolates it from others at the same server.
     *
     * @return the path, without slashes
     */
    public String mount(String type) {
        return mount(type, Map.of());
    }

    /** As {@link #mount(String)}, with options of the mount. */
    public String mount(String type, Map<String, String> options) {
        String path = type + "-" + mounts.incrementAndGet();
        http().must("sys/mounts/" + path, Map.of("type", type, "options", options));
        return path;
    }

    /** A KV version 2 mount of its own, once it can be written to. */
    public String mountKv() {
        String path = mount("kv", Map.of("version", "2"));
        // It makes itself ready in the background, and refuses everything until then.
        await(() -> http().get(path + "/config").good(), "readiness of " + path);
        return path;
    }

    /**
     * Enables an auth method of its own for one test.
     *
     * @return the path, without slashes
     */
    public String enableAuth(String type) {
        String path = type + "-" + mounts.incrementAndGet();
        http().must("sys/auth/" + path, Map.of("type", type));
        return path;
    }

    /**
     * Makes the PostgreSQL plugin of the database engine known, by its SHA-256, unless it is known or in the binary.
     *
     * @return its name, for {@code plugin_name}
     * @throws IllegalStateException if this Vault has none
     */
    public String registerPostgresPlugin() {
        String catalog = "sys/plugins/catalog/database/" + POSTGRES_PLUGIN;
        JsonNode known = http().get(catalog).data();
        if (known.path("builtin").asBoolean() || known.hasNonNull("sha256")) {
            return POSTGRES_PLUGIN;
        }
        Path plugin = pluginDirectory()
                .map(folder -> folder.resolve(POSTGRES_PLUGIN))
                .filter(Files::isExecutable)
                .orElseThrow(() ->
                        new IllegalStateException(program + " has no PostgreSQL plugin; bin/test-servers builds one"));
        http().must(catalog, Map.of("sha256", sha256(plugin), "command", POSTGRES_PLUGIN));
        return POSTGRES_PLUGIN;
    }

    @Override
    public void close() {
        if (temporary) {
            process.kill();
            Folders.remove(setup.directory());
        } else {
            process.stop();
        }
    }

    /** {@code VaultServer[https://127.0.0.1:port]}. */
    @Override
    public String toString() {
        return "VaultServer[" + address() + "]";
    }

    private static VaultServer begun(VaultServer server) {
        try {
            server.initialise();
            return server;
        } catch (RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
    }

    private void initialise() {
        await(NOT_INITIALISED);
        var keys = anonymous
                .must("sys/init", Map.of("secret_shares", 1, "secret_threshold", 1))
                .body();
        unsealKey = keys.path("keys_base64").path(0).asText();
        rootToken = keys.path("root_token").asText();
        unseal();
        for (int number = 1; number <= setup.audits().size(); number++) {
            Path file = setup.audits().get(number - 1);
            http().must(
                            "sys/audit/audit-" + number,
                            Map.of("type", "file", "options", Map.of("file_path", file.toString())));
        }
    }

    private RunningServer launchedSomewhere() {
        for (int tried = 1; ; tried++) {
            var begun = launched();
            if (begun.await(() -> health() != SILENT, "Vault's first answer", START_MAX)) {
                return begun;
            }
            String end = begun.lastLines();
            if (!end.contains("address already in use") || tried == PORTS_TRIED) {
                throw new IllegalStateException("Vault does not start:\n" + end);
            }
            port = Ports.free();
            clientsPort = Ports.free();
            anonymous = client();
        }
    }

    private RunningServer launched() {
        Path configuration = VaultConfiguration.write(setup, port, clientsPort, certificate, program);
        return program.launch(setup, configuration, log());
    }

    private VaultHttp client() {
        return VaultHttp.to(address(), caFile());
    }

    private void await(int status) {
        await(() -> health() == status, "status " + status + " of sys/health");
    }

    private void await(BooleanSupplier ready, String what) {
        if (!process.await(ready, what, START_MAX)) {
            throw new IllegalStateException("Vault ended before " + what + ":\n" + process.lastLines());
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
