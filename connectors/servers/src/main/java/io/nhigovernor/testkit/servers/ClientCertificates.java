package io.nhigovernor.testkit.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * With what clients come to a server that asks them for certificates.
 *
 * @param authority the authority that such a server trusts, PEM
 * @param good of that authority
 * @param ended of that authority, expired since yesterday
 * @param serving of that authority, for servers only
 * @param stranger of another authority
 */
public record ClientCertificates(Path authority, Client good, Client ended, Client serving, Client stranger) {
    private static final Duration LONG_AGO = Duration.ofDays(3);

    /** Both PEM; the key as PKCS #8. */
    public record Client(Path chain, Path key) {}

    /** When {@link #ended} was still good. */
    public static Instant before() {
        return Instant.now().minus(LONG_AGO).plus(Duration.ofHours(1));
    }

    /** Makes them in {@code folder}. */
    public static ClientCertificates in(Path folder) {
        try {
            var known = new Authority("CN=authority of test clients");
            var other = new Authority("CN=another authority");
            Path authority = folder.resolve("clients-ca.pem");
            ServerCertificate.write(authority, "CERTIFICATE", known.certificate());
            return new ClientCertificates(
                    authority,
                    known.client(folder, "good", KeyPurposeId.id_kp_clientAuth, Instant.now()),
                    known.client(
                            folder,
                            "ended",
                            KeyPurposeId.id_kp_clientAuth,
                            Instant.now().minus(LONG_AGO)),
                    known.client(folder, "serving", KeyPurposeId.id_kp_serverAuth, Instant.now()),
                    other.client(folder, "stranger", KeyPurposeId.id_kp_clientAuth, Instant.now()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private record Authority(X500Name name, KeyPair keys) {
        Authority(String name) throws GeneralSecurityException {
            this(new X500Name(name), ServerCertificate.keys());
        }

        byte[] certificate() throws GeneralSecurityException, OperatorCreationException, CertIOException {
            var root = ServerCertificate.builder(name, name, keys, Instant.now());
            root.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            return ServerCertificate.signed(root, keys.getPrivate()).getEncoded();
        }

        Client client(Path folder, String client, KeyPurposeId use, Instant made)
                throws GeneralSecurityException, OperatorCreationException, IOException {
            var own = ServerCertificate.keys();
            var leaf = ServerCertificate.builder(name, new X500Name("CN=" + client), own, made);
            leaf.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use));
            var files = new Client(folder.resolve(client + ".pem"), folder.resolve(client + "-key.pem"));
            ServerCertificate.write(
                    files.chain,
                    "CERTIFICATE",
                    ServerCertificate.signed(leaf, keys.getPrivate()).getEncoded());
            ServerCertificate.write(files.key, "PRIVATE KEY", own.getPrivate().getEncoded());
            return files;
        }
    }
}
