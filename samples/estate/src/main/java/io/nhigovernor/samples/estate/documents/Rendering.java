package io.nhigovernor.samples.estate.documents;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Writes the checked-in documents with real ports in place of {@code ${port.<service>}}. */
public final class Rendering {
    private static final List<String> FILES = List.of("identities.yaml", "credentials.yaml", "ring-plans.yaml");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{port\\.([a-z-]+)\\}");
    private static final String VAULT = "${vault}";

    private Rendering() {}

    /**
     * @throws IllegalArgumentException if a document names a service without a port
     * @throws IOException if {@code folder} cannot be written
     */
    public static void into(Path folder, Map<String, Integer> ports) throws IOException {
        write("/documents/", folder, text -> render(text, ports));
    }

    /** The documents of an estate whose credentials lie in the Vault at this address. */
    public static void intoForVault(Path folder, Map<String, Integer> ports, URI vault) throws IOException {
        write("/documents/vault/", folder, text -> render(text, ports).replace(VAULT, vault.toString()));
    }

    private static void write(String source, Path folder, UnaryOperator<String> rendered) throws IOException {
        Files.createDirectories(folder);
        for (var file : FILES) {
            try (InputStream packed = Rendering.class.getResourceAsStream(source + file)) {
                if (packed == null) {
                    throw new IllegalStateException("the estate was packed without its documents: " + file);
                }
                var text = new String(packed.readAllBytes(), StandardCharsets.UTF_8);
                Files.writeString(folder.resolve(file), rendered.apply(text));
            }
        }
    }

    static String render(String text, Map<String, Integer> ports) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            var port = ports.get(found.group(1));
            if (port == null) {
                throw new IllegalArgumentException("no port for service " + found.group(1));
            }
            return port.toString();
        });
    }
}
