package io.nhigovernor.samples.estate.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;

/** One public key that signed tokens are checked against; parsed once. */
public final class TokenCheck {
    private final JWSVerifier verifier;

    private TokenCheck(JWSVerifier verifier) {
        this.verifier = verifier;
    }

    /** @throws IllegalArgumentException if {@code jwk} is no elliptic-curve key */
    public static TokenCheck ofJwk(String jwk) {
        try {
            return new TokenCheck(new ECDSAVerifier(ECKey.parse(jwk).toPublicJWK()));
        } catch (ParseException | JOSEException e) {
            throw new IllegalArgumentException("not a usable public key", e);
        }
    }

    /** Whether this key signed the token. */
    public boolean signed(Token token) {
        try {
            return token.jwt().verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }
}
