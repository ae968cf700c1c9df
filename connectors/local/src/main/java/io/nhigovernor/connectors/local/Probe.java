package io.nhigovernor.connectors.local;

import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RelyingParty;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One real login at a relying party, by GET. Only a clear answer counts: 2xx is accepted, 401 and 403 are refused, and so is
 * a TLS alert about our certificate; whatever else happens says nothing about the credential.
 *
 * @param authority whom servers are trusted by
 * @param caller sent as {@code X-Caller}
 * @param probe sent as {@code X-Governor-Probe}, by which the party's own signals are known as ours
 */
record Probe(X509Certificate authority, Duration timeout, String caller, String probe) {
    private static final int TRIES = 3;

    /** What is presented. Never printed: it holds a secret. */
    record Login(Optional<String> authorization, Optional<ClientIdentity> identity) {
        static Login header(String authorization) {
            return new Login(Optional.of(authorization), Optional.empty());
        }

        static Login certificate(PrivateKey key, List<X509Certificate> chain) {
            return new Login(Optional.empty(), Optional.of(new ClientIdentity(key, chain)));
        }

        @Override
        public String toString() {
            return "<login>";
        }
    }

    Proof get(RelyingParty party, Login login) {
        boolean tls = "https".equals(party.address().getScheme());
        if (login.identity().isPresent() && !tls) {
            return new Proof.Inconclusive(party.name() + " has no https address to present a certificate to");
        }
        // A server may drop the connection so fast that its alert is lost with it. A login changes nothing, so ask
        // again.
        long until = System.nanoTime() + timeout.toNanos();
        Proof proof = new Proof.Inconclusive("not asked");
        for (int tried = 0; tried < TRIES && System.nanoTime() < until; tried++) {
            proof = once(party, login, Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            if (login.identity().isEmpty() || !(proof instanceof Proof.Inconclusive)) {
                return proof;
            }
        }
        return proof;
    }

    private Proof once(RelyingParty party, Login login, Duration left) {
        var tls = ClientTls.of(authority, login.identity());
        var request = HttpRequest.newBuilder(party.address())
                .timeout(left)
                .header("X-Caller", caller)
                .header("X-Governor-Probe", probe);
        login.authorization().ifPresent(value -> request.header("Authorization", value));
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(left)
                .sslContext(tls.context())
                .build()) {
            return judge(
                    party,
                    client.send(request.build(), BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return tls.refusal(e)
                    .<Proof>map(alert -> new Proof.Refused(party.name() + " refused our certificate: " + alert))
                    .orElseGet(() -> new Proof.Inconclusive(party.name() + ": " + describe(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Proof.Inconclusive("interrupted");
        } catch (IllegalArgumentException e) {
            return new Proof.Inconclusive(party.name() + " has an address that cannot be asked");
        }
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

    // Only the kind of failure: exception texts may repeat what was sent.
    private static String describe(IOException failure) {
        return failure.getClass().getSimpleName();
    }
}
