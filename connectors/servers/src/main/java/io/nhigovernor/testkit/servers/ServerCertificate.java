package io.nhigovernor.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What a server on 127.0.0.1 shows, signed by an authority made for it alone and forgotten.
 *
 * @param authority the authority's certificate, PEM: what clients trust
 * @param certificate the server's certificate, PEM
 * @param key its key, PKCS #8 PEM, readable by its owner
 */
record ServerCertificate(Path authority, Path certificate, Path key) {
    private static final Duration BACK_DATED = Duration.ofMinutes(5);
    private static final Duration GOOD_FOR = Duration.ofDays(2);
    private static final int SERIAL_BITS = 127;
    private static final int LINE = 64;

    /** Makes them in {@code folder}. */
    static ServerCertificate in(Path folder) {
        try {
            var made = new ServerCertificate(
                    folder.resolve("ca.pem"), folder.resolve("server.pem"), folder.resolve("server-key.pem"));
            var authorityKeys = keys();
            var serverKeys = keys();
            var authority = new X500Name("CN=authority of a test server");
            var server = new X500Name("CN=test server");
            var root = builder(authority, authority, authorityKeys, Instant.now());
            root.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            root.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            var leaf = builder(authority, server, serverKeys, Instant.now());
            leaf.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            leaf.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            leaf.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            leaf.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
            }));
            write(
                    made.authority,
                    "CERTIFICATE",
                    signed(root, authorityKeys.getPrivate()).getEncoded());
            write(
                    made.certificate,
                    "CERTIFICATE",
                    signed(leaf, authorityKeys.getPrivate()).getEncoded());
            Files.deleteIfExists(made.key);
            Files.createFile(
                    made.key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            write(made.key, "PRIVATE KEY", serverKeys.getPrivate().getEncoded());
            return made;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static KeyPair keys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static JcaX509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Instant now) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(BACK_DATED)),
                Date.from(now.plus(GOOD_FOR)),
                subject,
                keys.getPublic());
    }

    static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    static void write(Path file, String label, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label));
    }
}
