package io.nhigovernor.connectors.local.x509;

import io.nhigovernor.connectors.parts.keys.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds what an authority signs. Everything is back-dated a little, for relying parties whose clock is behind. */
final class Certificates {
    private static final Duration BACK_DATED = Duration.ofMinutes(5);
    private static final int SERIAL_BITS = 127;
    private static final int COMMON_NAME_CHARACTERS = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Certificates() {}

    /** From when, backwards from now, a new certificate is good. */
    static Instant start(Instant now) {
        return now.minus(BACK_DATED).truncatedTo(ChronoUnit.SECONDS);
    }

    static X509CertificateHolder authority(String name, PublicKey key, PrivateKey own, Instant from, Instant to)
            throws IOException, GeneralSecurityException {
        var builder =
                new JcaX509v3CertificateBuilder(name(name), serial(), Date.from(from), Date.from(to), name(name), key);
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
        return builder.build(signer(own));
    }

    static X509CertificateHolder leaf(
            X509Certificate issuer,
            PrivateKey issuerKey,
            String commonName,
            PublicKey key,
            GeneralName[] names,
            Instant from,
            Instant to)
            throws IOException, GeneralSecurityException {
        var builder = new JcaX509v3CertificateBuilder(
                new JcaX509CertificateHolder(issuer).getSubject(),
                serial(),
                Date.from(from),
                Date.from(to),
                name(commonName),
                key);
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
        builder.addExtension(Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(issuer));
        return builder.build(signer(issuerKey));
    }

    static String revocations(
            X509Certificate issuer, PrivateKey issuerKey, Collection<BigInteger> serials, Instant now, Instant next)
            throws IOException, GeneralSecurityException {
        var builder = new X509v2CRLBuilder(new JcaX509CertificateHolder(issuer).getSubject(), Date.from(start(now)));
        builder.setNextUpdate(Date.from(next));
        for (var serial : serials) {
            builder.addCRLEntry(serial, Date.from(now), CRLReason.cessationOfOperation);
        }
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer));
        return Pem.of(Pem.CRL, builder.build(signer(issuerKey)).getEncoded());
    }

    private static X500Name name(String commonName) {
        var cut = commonName.substring(0, Math.min(commonName.length(), COMMON_NAME_CHARACTERS));
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, cut).build();
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
    }

    private static ContentSigner signer(PrivateKey key) {
        try {
            return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot sign with ECDSA", e);
        }
    }
}
