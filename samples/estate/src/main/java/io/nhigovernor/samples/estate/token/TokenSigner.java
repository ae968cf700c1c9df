package io.nhigovernor.samples.estate.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Signs short-lived tokens (ES256) in the name of one credential. */
public final class TokenSigner {
    private static final Duration LIFETIME = Duration.ofSeconds(50);

    private final JWSSigner signer;
    private final JWSHeader header;
    private final String credential;

    /** @throws IllegalArgumentException if the key is not on the P-256 curve */
    public TokenSigner(ECPrivateKey key, String keyId, String credential) {
        try {
            this.signer = new ECDSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("cannot sign with the key of " + credential, e);
        }
        this.header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build();
        this.credential = credential;
    }

    /** A token of fifty seconds for one audience. */
    public String sign(String audience, Instant now) {
        var jwt = new SignedJWT(
                header,
                new JWTClaimsSet.Builder()
                        .subject(credential)
                        .issuer(credential)
                        .audience(audience)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign for " + credential, e);
        }
        return jwt.serialize();
    }
}
