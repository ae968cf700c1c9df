package io.nhigovernor.connectors.local.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Public keys as JSON Web Keys, named by their RFC 7638 thumbprint, and assertions signed with ES256. */
public final class SigningKeys {
    private static final Duration ASSERTION_LIFETIME = Duration.ofSeconds(60);

    private SigningKeys() {}

    /** The thumbprint, which is also the {@code kid} of the key. */
    public static String kid(ECPublicKey key) {
        return jwk(key).getKeyID();
    }

    /** The public JWK as JSON text. */
    public static String publicJwk(ECPublicKey key) {
        return jwk(key).toJSONString();
    }

    /** A JWK set of these public keys as JSON text. */
    public static String jwks(List<String> publicJwks) {
        return new JWKSet(publicJwks.stream().map(SigningKeys::parse).toList()).toString(true);
    }

    /** A client assertion by which {@code subject} logs in at {@code audience}, good for 60 seconds. */
    public static String assertion(
            ECPublicKey publicKey, ECPrivateKey privateKey, String subject, String audience, Instant now) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(subject)
                .subject(subject)
                .audience(audience)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ASSERTION_LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid(publicKey)).build(), claims);
        try {
            jwt.sign(new ECDSASigner(privateKey));
        } catch (JOSEException e) {
            throw new IllegalStateException("ES256 failed", e);
        }
        return jwt.serialize();
    }

    private static ECKey jwk(ECPublicKey key) {
        try {
            return new ECKey.Builder(Curve.P_256, key)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint()
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException("no thumbprint", e);
        }
    }

    private static JWK parse(String json) {
        try {
            return JWK.parse(json).toPublicJWK();
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a JSON Web Key", e);
        }
    }
}
