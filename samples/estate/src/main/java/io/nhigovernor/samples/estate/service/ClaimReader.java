package io.nhigovernor.samples.estate.service;

import io.nhigovernor.samples.estate.accept.Accepted;
import io.nhigovernor.samples.estate.tls.PeerName;
import io.nhigovernor.samples.estate.token.Token;
import io.nhigovernor.spi.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Reads the claim out of a request: one way per kind of credential. */
enum ClaimReader {
    BASIC {
        @Override
        Claim read(Presented presented, String service, Instant now) {
            return scheme(presented, "Basic ").flatMap(ClaimReader::basic).orElse(new Claim.None("no-secret"));
        }
    },
    CERTIFICATE {
        @Override
        Claim read(Presented presented, String service, Instant now) {
            if (presented.certificate().isEmpty()) {
                return new Claim.None("no-certificate");
            }
            var peer = PeerName.of(presented.certificate().get());
            return peer.credential()
                    .<Claim>map(credential -> new Claim.Made(
                            credential,
                            Optional.of(peer.fingerprint()),
                            Optional.of(peer.serial()),
                            check -> check instanceof Accepted.Check.CertificateKey known
                                    && known.spki().equalsIgnoreCase(peer.spki())))
                    .orElse(new Claim.None("nameless-certificate"));
        }
    },
    BEARER {
        @Override
        Claim read(Presented presented, String service, Instant now) {
            var token = scheme(presented, "Bearer ").flatMap(Token::parse);
            if (token.isEmpty()) {
                return new Claim.None("no-token");
            }
            var found = token.get();
            if (!found.fits(service, now)) {
                return new Claim.None("unfit-token");
            }
            return new Claim.Made(
                    found.subject(),
                    Optional.of(new Fingerprint("kid:" + found.keyId())),
                    Optional.empty(),
                    check -> check instanceof Accepted.Check.TokenKey known
                            && known.key().signed(found));
        }
    };

    abstract Claim read(Presented presented, String service, Instant now);

    private static Optional<String> scheme(Presented presented, String scheme) {
        return presented
                .authorization()
                .filter(header -> header.startsWith(scheme))
                .map(header -> header.substring(scheme.length()));
    }

    private static Optional<Claim> basic(String text) {
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') {
            colon++;
        }
        if (colon == pair.length) {
            return Optional.empty();
        }
        var credential = new String(pair, 0, colon, StandardCharsets.UTF_8);
        var secret = Arrays.copyOfRange(pair, colon + 1, pair.length);
        return Optional.of(new Claim.Made(
                credential,
                Optional.empty(),
                Optional.empty(),
                check -> check instanceof Accepted.Check.SecretHash known && known.fits(secret)));
    }
}
