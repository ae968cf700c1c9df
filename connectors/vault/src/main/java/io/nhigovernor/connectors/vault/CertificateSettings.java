package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.vault.pki.PkiVerifier.Checked;
import io.nhigovernor.connectors.vault.pki.Subject;
import io.nhigovernor.spi.ConnectorSettings;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What may stand under {@code verifier:} and {@code delivery:} of a certificate, and what stands there. */
final class CertificateSettings {
    private static final String COMMON_NAME = "commonName";
    private static final String ALT_NAMES = "altNames";
    private static final String URI_SANS = "uriSans";
    private static final String TTL = "ttl";
    private static final String REVOCATION = "revocation";
    private static final List<String> FIELDS = List.of("keyField", "certificateField", "chainField");

    /** RFC 5280, ub-common-name; without what would need escaping. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:/@-]{0,63}");

    private static final Pattern ALT_NAME = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9._@*-]{0,252}");

    private CertificateSettings() {}

    /** Takes its own settings out of a section. */
    static void verifier(Settings.Section section) {
        var name = section.text(COMMON_NAME);
        if (!NAME.matcher(name).matches()) {
            section.problem(
                    COMMON_NAME, "the name for the certificates is missing, or does not match " + NAME.pattern());
        }
        if (!list(section.text(ALT_NAMES))
                .allMatch(each -> ALT_NAME.matcher(each).matches())) {
            section.problem(ALT_NAMES, "must be host names or mail addresses with commas between");
        }
        if (!list(section.text(URI_SANS)).allMatch(CertificateSettings::absolute)) {
            section.problem(URI_SANS, "must be absolute URIs with commas between");
        }
        var ttl = section.text(TTL);
        if (!ttl.isEmpty() && lifetime(ttl).isEmpty()) {
            section.problem(TTL, "must be a duration of whole seconds such as PT72H");
        }
        var revocation = section.text(REVOCATION);
        if (!revocation.isEmpty() && !revocation.equals("crl") && !revocation.equals("ocsp")) {
            section.problem(
                    REVOCATION, "crl or ocsp, if the relying parties check it; leave it away if they check neither");
        }
    }

    static void delivery(Settings.Section section, ConnectorSettings delivery, Pattern fieldName) {
        if (Stream.of(keyField(delivery), certificateField(delivery), chainField(delivery))
                        .distinct()
                        .count()
                < FIELDS.size()) {
            section.problem(FIELDS.getFirst(), "key, certificate and chain need fields of their own");
        }
        for (var key : FIELDS) {
            var field = section.text(key);
            if (!field.isEmpty() && !fieldName.matcher(field).matches()) {
                section.problem(key, "must match " + fieldName.pattern());
            }
        }
    }

    private static Stream<String> list(String text) {
        return Stream.of(text.split(",")).map(String::strip).filter(part -> !part.isEmpty());
    }

    private static boolean absolute(String text) {
        try {
            return URI.create(text).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<Duration> lifetime(String text) {
        try {
            return Optional.of(Duration.parse(text)).filter(found -> found.toSeconds() > 0 && found.getNano() == 0);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String of(ConnectorSettings settings, String key, String otherwise) {
        return settings.settings().getOrDefault(key, otherwise);
    }

    static Subject subject(ConnectorSettings settings) {
        return new Subject(
                of(settings, COMMON_NAME, ""),
                list(of(settings, ALT_NAMES, "")).toList(),
                list(of(settings, URI_SANS, "")).toList(),
                Optional.of(of(settings, TTL, ""))
                        .filter(text -> !text.isEmpty())
                        .flatMap(CertificateSettings::lifetime));
    }

    static Checked checked(ConnectorSettings settings) {
        return switch (of(settings, REVOCATION, "")) {
            case "crl" -> Checked.CRL;
            case "ocsp" -> Checked.OCSP;
            default -> Checked.NOT;
        };
    }

    static String keyField(ConnectorSettings delivery) {
        return of(delivery, FIELDS.get(0), "private_key");
    }

    static String certificateField(ConnectorSettings delivery) {
        return of(delivery, FIELDS.get(1), "certificate");
    }

    static String chainField(ConnectorSettings delivery) {
        return of(delivery, FIELDS.get(2), "ca_chain");
    }
}
