package io.nhigovernor.samples.estate.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;

/** One public key that signed tokens are checked against; parsed once. */
public final class TokenCheck {
    private final JWSVerifier verifier;
    // Clients send a token again until it is old; the signature under the same text need not be computed again.
    private volatile String lastSigned = "";

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
        var text = token.jwt().serialize();
        if (text.equals(lastSigned)) {
            return true;
        }
        try {
            boolean signed = token.jwt().verify(verifier);
            if (signed) {
                lastSigned = text;
            }
            return signed;
        } catch (JOSEException e) {
            return false;
        }
    }
}
