package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.api.TokenBook;
import io.nhigovernor.governor.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything a demonstration keeps on disk: tokens, the governor's configuration, its data, logs and the exported ledger.
 *
 * @param backend what the estate lives on
 * @param ports by service name; {@code governor} and {@code control} are among them
 */
record DemoDirectory(Path root, DemoBackend backend, Map<String, Integer> ports) {
    private static final int TOKEN_BYTES = 32;
    /** Below what systems hand out for outgoing connections, so that a service's port is not taken while it is down. */
    private static final int PORT_MIN = 20_000;

    private static final int PORT_MAX = 32_000;

    /** Times of the demonstration's engine: a real one keeps the defaults, which are longer. */
    private static final Map<String, Object> ENGINE = Map.of(
            "tick", "PT0.1S",
            "requestDeadline", "PT2S",
            "horizon", "PT1S",
            "retryDelay", "PT0.2S",
            "retryDelayMax", "PT2S",
            "reassertFor", "PT1S",
            "reassertEvery", "PT0.4S");

    /** @throws IOException if it cannot be written, or holds something already */
    static DemoDirectory make(Path root, DemoBackend backend) throws IOException {
        if (Files.exists(root)) {
            try (var entries = Files.list(root)) {
                if (entries.findAny().isPresent()) {
                    throw new IOException(root + " is not empty; name a folder that is, or a new one");
                }
            }
        }
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        for (String folder : List.of("tokens", "logs", "temp")) {
            Files.createDirectories(root.resolve(folder));
        }
        var directory = new DemoDirectory(root, backend, freePorts(backend));
        directory.writeKey();
        return directory;
    }

    private static Map<String, Integer> freePorts(DemoBackend backend) throws IOException {
        Map<String, Integer> ports = new TreeMap<>();
        List<String> names = new ArrayList<>(backend.services());
        names.add("governor");
        names.add("control");
        var random = new SplittableRandom();
        for (String name : names) {
            ports.put(name, freePort(random, ports));
        }
        return ports;
    }

    private static int freePort(SplittableRandom random, Map<String, Integer> taken) throws IOException {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = random.nextInt(PORT_MIN, PORT_MAX);
            if (taken.containsValue(port)) {
                continue;
            }
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody listens there: try the next one.
                continue;
            }
        }
        throw new IOException("no free port between " + PORT_MIN + " and " + PORT_MAX);
    }

    /** What a governor on the local connector is told. */
    void configureLocal() throws IOException {
        writeConfiguration(Map.of(
                "local", Map.of("home", home().toString(), "keyFile", keyFile().toString(), "settle", "PT0.5S")));
    }

    /** What a governor on the Vault at this address is told. */
    void configureVault(String address) throws IOException {
        Map<String, Object> section = new LinkedHashMap<>(Map.of(
                "address", address,
                "tokenFile", vault().resolve("governor.token").toString(),
                "keyFile", keyFile().toString(),
                "partyCaFile", home().resolve("ca").resolve("ca.pem").toString(),
                "partyTrustFile",
                        home().resolve("callers").resolve("issuers.pem").toString(),
                // Who logs in with what is read off its audit log.
                "auditDevices", "audit-1=" + vaultLog(),
                "auditCheckpoints", root.resolve("data").toString(),
                // Services look every 600 ms; on a machine that has other things to do a look itself takes five times
                // as
                // long.
                "settle", "PT5S"));
        section.put("databaseUrl", Files.readString(vault().resolve("database")).strip());
        section.put("databaseUser", "nhi_governor");
        section.put("databasePasswordFile", vault().resolve("governor.password").toString());
        // Who logs in as which role is read off its own log.
        section.put("databaseLog", databaseLog().toString());
        section.put(
                "databaseLogCheckpoint",
                root.resolve("data").resolve("postgres.position").toString());
        writeConfiguration(Map.of("vault", section));
    }

    private void writeConfiguration(Map<String, Object> connectors) throws IOException {
        var random = new SecureRandom();
        List<Object> tokens = new ArrayList<>();
        tokens.add(token("operator", "operate", random));
        tokens.add(token("approver", "approve", random));
        for (String service : backend.services()) {
            tokens.add(token(service, "signal:" + service, random));
        }
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("data", root.resolve("data").toString());
        configuration.put("listen", Map.of("host", "127.0.0.1", "port", port("governor")));
        configuration.put("tokens", tokens);
        configuration.put("connectors", connectors);
        configuration.put("engine", ENGINE);
        Files.writeString(configuration(), Json.write(configuration) + "\n");
    }

    /** The connector's key, made here so that governor and estate can start side by side. */
    private void writeKey() throws IOException {
        byte[] key = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(key);
        writeOwn(keyFile(), Base64.getEncoder().encodeToString(key));
    }

    private static void writeOwn(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private Map<String, Object> token(String name, String scope, SecureRandom random) throws IOException {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        writeOwn(tokenFile(name), value + "\n");
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("name", name);
        token.put("scopes", List.of(scope));
        token.put("sha256", TokenBook.digest(value));
        if (scope.startsWith("signal:")) {
            token.put("identities", List.of("*"));
        }
        return token;
    }

    int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port for " + name);
        }
        return port;
    }

    Path home() {
        return root.resolve("local");
    }

    Path keyFile() {
        return root.resolve("local.key");
    }

    /** Of the demonstration's Vault, if it has one. */
    Path vault() {
        return root.resolve("vault");
    }

    Path vaultLog() {
        return vault().resolve("audit-1.log");
    }

    /** Of the PostgreSQL beside it. */
    Path databaseLog() {
        return vault().resolve("postgres").resolve("log").resolve("postgresql.json");
    }

    Path configuration() {
        return root.resolve("governor.json");
    }

    Path documents() {
        return root.resolve("documents");
    }

    Path tokens() {
        return root.resolve("tokens");
    }

    Path tokenFile(String name) {
        return tokens().resolve(name + ".token");
    }

    Path log(String process) {
        return root.resolve("logs").resolve(process + ".log");
    }

    Path temp() {
        return root.resolve("temp");
    }

    Path exported() {
        return root.resolve("ledger.jsonl");
    }

    Path ledgerKey() {
        return root.resolve("ledger-key.pem");
    }

    String servicePorts() {
        return backend.services().stream().map(name -> name + "=" + port(name)).collect(Collectors.joining(","));
    }

    void delete() throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
