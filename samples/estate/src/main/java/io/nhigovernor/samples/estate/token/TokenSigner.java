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
import java.util.Optional;
import java.util.UUID;

/** Signs short-lived tokens (ES256) in the name of one credential. */
public final class TokenSigner {
    private static final Duration LIFETIME = Duration.ofSeconds(50);
    private static final Duration REUSE = Duration.ofSeconds(20);

    private final JWSSigner signer;
    private final JWSHeader header;
    private final String credential;
    private Optional<Signed> last = Optional.empty();

    private record Signed(String audience, Instant until, String text) {}

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

    /** A token of fifty seconds for one audience; the same one again for the first twenty. */
    public synchronized String token(String audience, Instant now) {
        var reusable = last.filter(signed -> signed.audience().equals(audience) && now.isBefore(signed.until()));
        if (reusable.isPresent()) {
            return reusable.get().text();
        }
        var text = sign(audience, now);
        last = Optional.of(new Signed(audience, now.plus(REUSE), text));
        return text;
    }

    private String sign(String audience, Instant now) {
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
