package io.nhigovernor.samples.estate.documents;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Identity;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Tier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The identities and credentials of the estate, in the order of their documents. */
public record Documents(List<Identity> identities, List<Credential> credentials) {
    public Documents {
        identities = List.copyOf(identities);
        credentials = List.copyOf(credentials);
    }

    /**
     * Reads {@code identities.yaml} and {@code credentials.yaml} of a folder whose placeholders are already rendered.
     *
     * @throws IOException if a file cannot be read
     */
    public static Documents read(Path folder) throws IOException {
        var identities = new ArrayList<Identity>();
        for (var document : all(folder.resolve("identities.yaml"))) {
            identities.add(identity(document));
        }
        var credentials = new ArrayList<Credential>();
        for (var document : all(folder.resolve("credentials.yaml"))) {
            credentials.add(credential(document));
        }
        return new Documents(identities, credentials);
    }

    /** The credentials one identity holds. */
    public List<Credential> heldBy(Identity identity) {
        return credentials.stream()
                .filter(credential -> credential.holders().contains(identity.id()))
                .toList();
    }

    private static List<Map<?, ?>> all(Path file) throws IOException {
        var documents = new ArrayList<Map<?, ?>>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file))) {
            documents.add((Map<?, ?>) document);
        }
        return documents;
    }

    private static Identity identity(Map<?, ?> document) {
        return Identity.of(
                text(document, "id"),
                text(document, "owner"),
                texts((Map<?, ?>) field(document, "labels")),
                Tier.valueOf(text(document, "tier").toUpperCase(Locale.ROOT)),
                Duration.parse(text(document, "cadence")));
    }

    private static Credential credential(Map<?, ?> document) {
        var holders = new ArrayList<String>();
        for (Object holder : (List<?>) field(document, "holders")) {
            holders.add(String.valueOf(holder));
        }
        var parties = new ArrayList<RelyingParty>();
        for (Object each : (List<?>) field(document, "relyingParties")) {
            var party = (Map<?, ?>) each;
            parties.add(new RelyingParty(text(party, "name"), URI.create(text(party, "address"))));
        }
        return new Credential(
                text(document, "id"),
                CredentialKind.valueOf(text(document, "type")),
                holders,
                connector((Map<?, ?>) field(document, "verifier")),
                connector((Map<?, ?>) field(document, "delivery")),
                parties);
    }

    private static ConnectorSettings connector(Map<?, ?> section) {
        var settings = new TreeMap<>(texts(section));
        settings.remove("connector");
        return ConnectorSettings.of(text(section, "connector"), settings);
    }

    private static Map<String, String> texts(Map<?, ?> map) {
        var texts = new TreeMap<String, String>();
        map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return texts;
    }

    private static String text(Map<?, ?> document, String name) {
        return String.valueOf(field(document, name));
    }

    private static Object field(Map<?, ?> document, String name) {
        Object value = document.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a document lacks " + name + ": " + document.get("id"));
        }
        return value;
    }
}
