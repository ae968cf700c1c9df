package io.nhigovernor.samples.estate.tls;

import io.nhigovernor.spi.Fingerprint;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a client certificate says about itself.
 *
 * @param credential the path of its SPIFFE id, if it has one
 * @param spki hexadecimal SHA-256 of its SubjectPublicKeyInfo
 * @param serial as Vault writes it: bytes in hexadecimal with colons between
 */
public record PeerName(Optional<String> credential, String spki, String serial) {
    private static final int URI_NAME = 6;

    public static PeerName of(X509Certificate certificate) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return new PeerName(
                    spiffePath(certificate), HexFormat.of().formatHex(digest), serial(certificate.getSerialNumber()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    public Fingerprint fingerprint() {
        return new Fingerprint("spki:" + spki.substring(0, 32));
    }

    /** As Vault writes it. */
    public static String serial(BigInteger number) {
        var digits = number.toString(16);
        var even = digits.length() % 2 == 0 ? digits : "0" + digits;
        return HexFormat.ofDelimiter(":").formatHex(HexFormat.of().parseHex(even));
    }

    private static Optional<String> spiffePath(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return Optional.empty();
            }
            return names.stream()
                    .filter(name -> name.get(0).equals(URI_NAME))
                    .map(name -> URI.create((String) name.get(1)))
                    .filter(uri -> "spiffe".equals(uri.getScheme())
                            && uri.getPath() != null
                            && uri.getPath().length() > 1)
                    .map(uri -> uri.getPath().substring(1))
                    .findFirst();
        } catch (CertificateParsingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
