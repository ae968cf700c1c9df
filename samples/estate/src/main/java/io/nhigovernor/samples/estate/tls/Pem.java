package io.nhigovernor.samples.estate.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** PEM files and texts as keys and certificates. */
public final class Pem {
    private Pem() {}

    /** The elliptic-curve private key of a PKCS#8 file. */
    public static ECPrivateKey key(Path file) throws IOException, GeneralSecurityException {
        return key(Files.readString(file));
    }

    /** An elliptic-curve private key as PKCS#8. */
    public static ECPrivateKey key(String text) throws GeneralSecurityException {
        var body = text.replaceAll("-----[A-Z ]+-----", "");
        var der = Base64.getMimeDecoder().decode(body);
        try {
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** The certificates of a file, leaf first as written. */
    public static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        return certificates(Files.readString(file));
    }

    /** The certificates of a text, leaf first as written. */
    public static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        var found = new ArrayList<X509Certificate>();
        for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(stream(text))) {
            found.add((X509Certificate) certificate);
        }
        return found;
    }

    /** A list of revoked certificates. */
    public static X509CRL revocations(String text) throws GeneralSecurityException {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(stream(text));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
