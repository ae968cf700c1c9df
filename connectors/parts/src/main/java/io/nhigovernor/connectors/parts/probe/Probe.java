package io.nhigovernor.connectors.parts.probe;

import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * One real login at a relying party, by GET. Only a clear answer counts: 2xx is accepted, 401 and 403 are refused, and so is
 * a TLS alert about our certificate; whatever else happens says nothing about the credential.
 *
 * @param authorities whom servers are trusted by
 * @param caller sent as {@code X-Caller}
 * @param probe sent as {@code X-Governor-Probe}, by which the party's own signals are known as ours
 */
public record Probe(List<X509Certificate> authorities, Duration timeout, String caller, String probe) {
    /** What is presented. Never printed: it holds a secret. */
    public record Login(Optional<String> authorization, Optional<ClientIdentity> identity) {
        public static Login header(String authorization) {
            return new Login(Optional.of(authorization), Optional.empty());
        }

        /** HTTP Basic. */
        public static Login basic(String user, Secret secret) {
            return header("Basic " + encoded(user, secret));
        }

        public static Login certificate(PrivateKey key, List<X509Certificate> chain) {
            return new Login(Optional.empty(), Optional.of(new ClientIdentity(key, chain)));
        }

        private static String encoded(String user, Secret secret) {
            var name = (user + ":").getBytes(StandardCharsets.UTF_8);
            return secret.use(bytes -> {
                var pair = Arrays.copyOf(name, name.length + bytes.length);
                System.arraycopy(bytes, 0, pair, name.length, bytes.length);
                try {
                    return Base64.getEncoder().encodeToString(pair);
                } finally {
                    Arrays.fill(pair, (byte) 0);
                }
            });
        }

        @Override
        public String toString() {
            return "<login>";
        }
    }

    public Proof get(RelyingParty party, Login login) {
        boolean tls = "https".equals(party.address().getScheme());
        if (login.identity().isPresent() && !tls) {
            return new Proof.Inconclusive(party.name() + " has no https address to present a certificate to");
        }
        try {
            return once(party, login, ClientTls.of(authorities, login.identity()));
        } catch (IllegalArgumentException e) {
            return new Proof.Inconclusive(party.name() + " has an address that cannot be asked");
        }
    }

    private Proof once(RelyingParty party, Login login, ClientTls tls) {
        var request = HttpRequest.newBuilder(party.address())
                .timeout(timeout)
                .header("X-Caller", caller)
                .header("X-Governor-Probe", probe);
        login.authorization().ifPresent(value -> request.header("Authorization", value));
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .sslContext(tls.context())
                .build()) {
            return judge(
                    party,
                    client.send(request.build(), BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return refusal(party, tls, e)
                    .<Proof>map(alert -> new Proof.Refused(party.name() + " refused our certificate: " + alert))
                    .orElseGet(() -> new Proof.Inconclusive(party.name() + ": " + describe(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Proof.Inconclusive("interrupted");
        }
    }

    private Optional<String> refusal(RelyingParty party, ClientTls tls, IOException failure) {
        if (failure instanceof HttpTimeoutException) {
            return Optional.empty();
        }
        return tls.refusal(failure).or(() -> tls.hangUp(party.address(), timeout));
    }

    private static Proof judge(RelyingParty party, int status) {
        return switch (status / 100) {
            case 2 -> new Proof.Accepted();
            case 4 ->
                status == 401 || status == 403
                        ? new Proof.Refused(party.name() + " answered " + status)
                        : new Proof.Inconclusive(party.name() + " answered " + status);
            default -> new Proof.Inconclusive(party.name() + " answered " + status);
        };
    }

    // Of TLS failures the text too; others may repeat what was sent.
    private static String describe(IOException failure) {
        return failure instanceof SSLException
                ? failure.toString()
                : failure.getClass().getSimpleName();
    }
}
