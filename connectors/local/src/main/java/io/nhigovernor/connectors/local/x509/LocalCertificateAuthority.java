package io.nhigovernor.connectors.local.x509;

import io.nhigovernor.connectors.parts.files.AtomicFiles;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.StoreKey.WrongKeyException;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.spi.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A certificate authority for one home: P-256, good for ten years, its key sealed in the store. Signs leaves named by SPIFFE
 * ids and keeps a revocation list. Callers hold the authority's lock around {@link #open} and {@link #revoke}.
 */
public final class LocalCertificateAuthority {
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final String CONTEXT = "certificate authority";

    private final Path revocationList;
    private final String trustDomain;
    private final X509Certificate certificate;
    private final String certificatePem;
    private final PrivateKey key;
    private final InstantSource clock;

    private LocalCertificateAuthority(
            Path revocationList, String trustDomain, String certificatePem, PrivateKey key, InstantSource clock)
            throws UnusableMaterialException {
        this.revocationList = revocationList;
        this.trustDomain = trustDomain;
        this.certificatePem = certificatePem;
        this.certificate = EcKeys.chain(certificatePem).getFirst();
        this.key = key;
        this.clock = clock;
    }

    /**
     * Opens the authority, making it at the first time.
     *
     * @param directory holds {@code ca.pem} and {@code crl.pem}
     * @param sealedKey where the key lies
     */
    public static LocalCertificateAuthority open(
            Path directory, Path sealedKey, StoreKey storeKey, String trustDomain, InstantSource clock)
            throws IOException, WrongKeyException {
        AtomicFiles.directories(directory, AtomicFiles.OPEN_DIRECTORY);
        var certificateFile = directory.resolve("ca.pem");
        // The certificate is written last: without it, whatever key lies there signed nothing.
        if (!Files.exists(certificateFile)) {
            make(certificateFile, sealedKey, storeKey, trustDomain, clock.instant());
        }
        var der = storeKey.open(Files.readAllBytes(sealedKey), CONTEXT);
        try (var secret = Secret.copyOf(der)) {
            var authority = new LocalCertificateAuthority(
                    directory.resolve("crl.pem"),
                    trustDomain,
                    Files.readString(certificateFile),
                    EcKeys.privateKey(secret),
                    clock);
            if (!Files.exists(authority.revocationList)) {
                authority.write(new TreeSet<>());
            }
            return authority;
        } catch (UnusableMaterialException e) {
            throw new IOException("the certificate authority under " + directory + " is damaged", e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static void make(Path file, Path sealedKey, StoreKey storeKey, String trustDomain, Instant now)
            throws IOException {
        try (var material = EcKeys.generate()) {
            var from = Certificates.start(now);
            var made = Certificates.authority(
                    "NHI Governor local authority of " + trustDomain,
                    EcKeys.publicKey(material.publicPart()),
                    EcKeys.privateKey(material.secret()),
                    from,
                    from.plus(LIFETIME));
            var sealed = material.secret().use(der -> storeKey.seal(der, CONTEXT));
            AtomicFiles.write(sealedKey, sealed, AtomicFiles.OWNER);
            AtomicFiles.write(
                    file,
                    Pem.of(Pem.CERTIFICATE, made.getEncoded()).getBytes(StandardCharsets.US_ASCII),
                    AtomicFiles.EVERYONE);
        } catch (GeneralSecurityException | UnusableMaterialException e) {
            throw new IllegalStateException("a fresh key is always usable", e);
        }
    }

    public String certificatePem() {
        return certificatePem;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A leaf for a workload, named {@code spiffe://<trust domain>/<credential>}. */
    public IssuedLeaf sign(String credential, PublicKey leafKey, Duration lifetime) {
        return issue(
                credential,
                leafKey,
                lifetime,
                new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://" + trustDomain + "/" + credential));
    }

    /** A leaf for a service on this machine: {@code localhost} and {@code 127.0.0.1}. */
    public IssuedLeaf signServer(PublicKey leafKey, Duration lifetime) {
        return issue(
                "localhost",
                leafKey,
                lifetime,
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    }

    private IssuedLeaf issue(String commonName, PublicKey leafKey, Duration lifetime, GeneralName... names) {
        var now = clock.instant();
        var from = Certificates.start(now);
        var end = certificate.getNotAfter().toInstant();
        var wanted = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        var to = wanted.isBefore(end) ? wanted : end;
        try {
            var leaf = Certificates.leaf(certificate, key, commonName, leafKey, names, from, to);
            return new IssuedLeaf(
                    leaf.getSerialNumber().toString(16),
                    Pem.of(Pem.CERTIFICATE, leaf.getEncoded()) + certificatePem,
                    from,
                    to);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("signing a leaf failed", e);
        }
    }

    /**
     * Adds a serial to the revocation list; nothing if it is listed already.
     *
     * @param serial hexadecimal
     */
    public void revoke(String serial) throws IOException {
        var listed = revoked();
        if (listed.add(new BigInteger(serial, 16))) {
            write(listed);
        }
    }

    private TreeSet<BigInteger> revoked() throws IOException {
        try {
            var list = (X509CRL) CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(Files.readAllBytes(revocationList)));
            var serials = new TreeSet<BigInteger>();
            var entries = list.getRevokedCertificates();
            if (entries != null) {
                entries.forEach(entry -> serials.add(entry.getSerialNumber()));
            }
            return serials;
        } catch (GeneralSecurityException e) {
            throw new IOException("the revocation list is damaged", e);
        }
    }

    private void write(TreeSet<BigInteger> serials) throws IOException {
        try {
            // It changes only when something is destroyed, so it says nothing about a next time before the authority
            // ends.
            var list = Certificates.revocations(
                    certificate,
                    key,
                    serials,
                    clock.instant(),
                    certificate.getNotAfter().toInstant());
            AtomicFiles.write(revocationList, list.getBytes(StandardCharsets.US_ASCII), AtomicFiles.EVERYONE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing the revocation list failed", e);
        }
    }
}
