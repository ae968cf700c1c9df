package io.nhigovernor.connectors.vault.pki;

import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.keys.CertifiedKey;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.spi.Validity;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that an issuer signed.
 *
 * @param chain leaf first
 * @param pem the same as text
 */
public record SignedLeaf(List<X509Certificate> chain, String pem) {
    public SignedLeaf {
        chain = List.copyOf(chain);
    }

    /** @throws UnusableMaterialException if this is no chain */
    public static SignedLeaf of(String pem) throws UnusableMaterialException {
        return new SignedLeaf(EcKeys.chain(pem), pem);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Hexadecimal. */
    public String serial() {
        return certificate().getSerialNumber().toString(16);
    }

    public Validity validity() {
        return new Validity(Optional.of(certificate().getNotBefore().toInstant()), Optional.of(ends()));
    }

    public Instant ends() {
        return certificate().getNotAfter().toInstant();
    }

    /** @param doubtful whether there may be another of this key */
    public Evidence.Leaf evidence(boolean doubtful) {
        return new Evidence.Leaf(CertifiedKey.spki(certificate().getPublicKey()), serial(), pem, doubtful);
    }

    /** As Vault writes a serial number: bytes in hexadecimal with colons between. */
    static String vaultSerial(String hexadecimal) {
        var even = hexadecimal.length() % 2 == 0 ? hexadecimal : "0" + hexadecimal;
        return HexFormat.ofDelimiter(":").formatHex(HexFormat.of().parseHex(even));
    }

    /** And back. */
    static String plainSerial(String vault) {
        return new BigInteger(vault.replace(":", ""), 16).toString(16);
    }
}
