package io.nhigovernor.governor.document;

import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Names;
import io.nhigovernor.spi.RelyingParty;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Reads {@code kind: Credential}. Settings beside {@code connector} are for the connector to check. */
final class CredentialReader {
    private static final Map<String, CredentialKind> TYPES = Words.upper(CredentialKind.values());

    private CredentialReader() {}

    static Optional<Document> read(FieldReader fields) {
        String id = fields.name("id");
        CredentialKind type = fields.word("type", TYPES, CredentialKind.SECRET);
        List<String> holders = fields.names("holders");
        if (fields.find("holders").filter(CredentialReader::isEmptyList).isPresent()) {
            fields.problem(ProblemCode.OUT_OF_RANGE, "holders", "nobody holds it", "name at least one identity");
        }
        Optional<ConnectorSettings> verifier = connector(fields, "verifier");
        Optional<ConnectorSettings> delivery = connector(fields, "delivery");
        List<RelyingParty> parties = parties(fields);
        SortedMap<String, String> labels = fields.texts("labels");
        if (!fields.clean() || verifier.isEmpty() || delivery.isEmpty()) {
            return Optional.empty();
        }
        var credential = new Credential(id, type, holders, verifier.get(), delivery.get(), parties);
        return Optional.of(new CredentialDocument(credential, labels));
    }

    private static boolean isEmptyList(Node node) {
        return node instanceof Node.Items items && items.items().isEmpty();
    }

    private static Optional<ConnectorSettings> connector(FieldReader fields, String section) {
        if (!(fields.find(section).orElse(null) instanceof Node.Fields written)) {
            fields.texts(section);
            return Optional.empty();
        }
        SortedMap<String, String> settings = fields.texts(section);
        String connector = settings.remove("connector");
        if (connector != null && Names.valid(connector)) {
            return Optional.of(new ConnectorSettings(connector, settings));
        }
        if (connector != null) {
            fields.problem(
                    ProblemCode.BAD_NAME,
                    section + ".connector",
                    "\"" + connector + "\" is no name",
                    "use " + Names.RULE);
        } else if (!written.fields().containsKey("connector")) {
            fields.problem(
                    ProblemCode.MISSING_FIELD, section + ".connector", "the field is missing", "name the connector");
        }
        return Optional.empty();
    }

    private static List<RelyingParty> parties(FieldReader fields) {
        List<RelyingParty> parties = fields.list(
                "relyingParties",
                item -> fields.object(item, Shape.RELYING_PARTY).flatMap(CredentialReader::party));
        Set<String> names = new HashSet<>();
        for (RelyingParty party : parties) {
            if (!names.add(party.name())) {
                fields.problem(
                        ProblemCode.DUPLICATE,
                        "relyingParties",
                        party.name() + " stands in it twice",
                        "name each once");
            }
        }
        return parties;
    }

    private static Optional<RelyingParty> party(FieldReader fields) {
        String name = fields.name("name");
        Optional<URI> address = fields.parsed(
                "address",
                CredentialReader::absolute,
                ProblemCode.UNPARSABLE_ADDRESS,
                "write a whole address: https://host:port/path");
        return fields.clean() ? address.map(uri -> new RelyingParty(name, uri)) : Optional.empty();
    }

    private static URI absolute(String text) {
        URI uri = URI.create(text);
        if (!uri.isAbsolute() || uri.isOpaque()) {
            throw new IllegalArgumentException("not absolute");
        }
        return uri;
    }
}
