package io.nhigovernor.testkit.servers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Vault's configuration file. It holds no secret. */
final class VaultConfiguration {
    private static final ObjectMapper JSON = new ObjectMapper();

    private VaultConfiguration() {}

    /**
     * Writes it for a listener on {@code port} of 127.0.0.1, for a second one where clients need certificates, and makes the folders that it names.
     *
     * @return the file
     */
    static Path write(
            VaultSetup setup,
            int port,
            int clientsPort,
            Optional<ServerCertificate> certificate,
            VaultProgram program) {
        var listener = new LinkedHashMap<String, Object>();
        listener.put("address", "127.0.0.1:" + port);
        certificate.ifPresentOrElse(
                shown -> {
                    listener.put("tls_cert_file", shown.certificate().toString());
                    listener.put("tls_key_file", shown.key().toString());
                },
                () -> listener.put("tls_disable", true));
        var configuration = new LinkedHashMap<String, Object>();
        // Locked memory needs a privilege that a test has no use for.
        configuration.put("disable_mlock", true);
        configuration.put("api_addr", (certificate.isPresent() ? "https" : "http") + "://127.0.0.1:" + port);
        configuration.put("storage", storage(setup));
        if (setup.storage() == VaultSetup.Storage.RAFT) {
            int cluster = Ports.free();
            listener.put("cluster_address", "127.0.0.1:" + cluster);
            configuration.put("cluster_addr", "https://127.0.0.1:" + cluster);
        }
        var listeners = new ArrayList<Map<String, ?>>();
        listeners.add(Map.of("tcp", listener));
        setup.clients().ifPresent(authority -> {
            var asking = new LinkedHashMap<>(listener);
            asking.put("address", "127.0.0.1:" + clientsPort);
            asking.put("tls_require_and_verify_client_cert", true);
            asking.put("tls_client_ca_file", authority.toString());
            listeners.add(Map.of("tcp", asking));
        });
        configuration.put("listener", listeners);
        configuration.putAll(program.configuration());
        program.plugins()
                .ifPresent(folder -> configuration.put(
                        "plugin_directory", Folders.make(folder).toString()));
        try {
            Path file = setup.directory().resolve("vault.json");
            Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(configuration));
            return file;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Map<String, Object> storage(VaultSetup setup) {
        return switch (setup.storage()) {
            case MEMORY -> Map.of("inmem", Map.of());
            // By default a lone node waits five times as long before it makes itself the leader.
            case RAFT ->
                Map.of("raft", Map.of("path", folder(setup, "raft"), "node_id", "test", "performance_multiplier", "1"));
        };
    }

    private static String folder(VaultSetup setup, String name) {
        return Folders.make(setup.directory().resolve(name)).toString();
    }
}
