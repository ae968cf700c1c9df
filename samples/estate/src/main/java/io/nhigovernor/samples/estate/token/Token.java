package io.nhigovernor.samples.estate.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A signed token as it was presented: nothing in it is believed until {@link TokenCheck#signed}. */
public final class Token {
    private final SignedJWT jwt;
    private final JWTClaimsSet claims;

    private Token(SignedJWT jwt, JWTClaimsSet claims) {
        this.jwt = jwt;
        this.claims = claims;
    }

    /** Empty if the text is no signed token that names its key and its subject, who is also its issuer. */
    public static Optional<Token> parse(String text) {
        try {
            var jwt = SignedJWT.parse(text);
            var claims = jwt.getJWTClaimsSet();
            return jwt.getHeader().getKeyID() != null
                            && claims.getSubject() != null
                            && Objects.equals(claims.getSubject(), claims.getIssuer())
                            && claims.getExpirationTime() != null
                    ? Optional.of(new Token(jwt, claims))
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    public String keyId() {
        return jwt.getHeader().getKeyID();
    }

    public String subject() {
        return claims.getSubject();
    }

    /** Whether it is meant for this audience and lives at most a minute from {@code now}. */
    public boolean fits(String audience, Instant now) {
        var expires = claims.getExpirationTime().toInstant();
        return claims.getAudience().contains(audience) && expires.isAfter(now) && !expires.isAfter(now.plusSeconds(61));
    }

    SignedJWT jwt() {
        return jwt;
    }
}
