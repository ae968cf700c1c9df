package io.nhigovernor.samples.estate.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.nhigovernor.samples.estate.accept.AcceptBook;
import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.samples.estate.count.Counters;
import io.nhigovernor.samples.estate.signal.Signal;
import io.nhigovernor.samples.estate.signal.SignalAgent;
import io.nhigovernor.samples.estate.tls.Contexts;
import io.nhigovernor.samples.estate.tls.PeerName;
import io.nhigovernor.samples.estate.tls.TellingTrust;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLPeerUnverifiedException;

/** One service: a TLS listener, a guard, and an agent that reports each authentication even while the service is broken. */
public final class Service {
    private static final String NAMELESS = "nameless";

    private final ServiceKind kind;
    private final SignalAgent agent;
    private final Counters counters;
    private final Clock clock;
    private final KnownOnly knownOnly = new KnownOnly();
    private final Guard guard;
    private final Listener listener;
    private final PresentedSerials serials;
    private volatile boolean erroring;

    /**
     * @param certificate directory of the service's own {@code key.pem} and {@code chain.pem}
     * @param authority PEM file of those whose client certificates are trusted
     */
    public Service(
            ServiceKind kind,
            int port,
            Path certificate,
            Path authority,
            AcceptBook book,
            SignalAgent agent,
            Counters counters,
            Clock clock,
            Executor executor)
            throws IOException, GeneralSecurityException {
        this.kind = kind;
        this.agent = agent;
        this.counters = counters;
        this.clock = clock;
        this.serials = new PresentedSerials(kind.service());
        this.guard = new Guard(kind.service(), kind.reader(), book, knownOnly);
        var trust = new TellingTrust(
                Contexts.trust(authority),
                peer -> !kind.pinsInHandshake() || knownOnly.lets(peer.fingerprint()),
                this::refusedInHandshake);
        var context = Contexts.showing(certificate.resolve("key.pem"), certificate.resolve("chain.pem"), trust);
        this.listener = new Listener(port, context, kind, this::handle, executor);
    }

    public String name() {
        return kind.service();
    }

    /** Which generations it stubbornly knows, if it does. */
    public KnownOnly knownOnly() {
        return knownOnly;
    }

    /** Listens and answers properly. @throws IOException if the port is taken */
    public void up() throws IOException {
        erroring = false;
        listener.open();
    }

    /** Nobody listens any more; connections are refused. */
    public void refuse() {
        listener.close();
    }

    /** Listens, but answers everything with 503. @throws IOException if the port is taken */
    public void error() throws IOException {
        erroring = true;
        listener.open();
    }

    public void close() {
        listener.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var presented = presented(exchange);
            var ruling = guard.rule(presented, clock.instant());
            if (presented.probe().isEmpty() && presented.certificate().isPresent()) {
                var peer = PeerName.of(presented.certificate().get());
                serials.saw(
                        peer.credential().orElse(NAMELESS),
                        peer,
                        ruling instanceof Ruling.Denied denied ? denied.reason() : "welcome");
            }
            if (erroring) {
                report(ruling, RawSignal.Result.EXCLUDED, Optional.of("server-error"), presented.probe());
                answer(exchange, 503, "unavailable");
                return;
            }
            switch (ruling) {
                case Ruling.Allowed allowed -> {
                    report(allowed, RawSignal.Result.OK, Optional.empty(), presented.probe());
                    answer(exchange, 200, "welcome");
                }
                case Ruling.Denied denied -> {
                    report(denied, RawSignal.Result.FAIL, Optional.of(denied.reason()), presented.probe());
                    answer(exchange, 401, denied.reason());
                }
            }
        }
    }

    private void refusedInHandshake(PeerName peer, String reason) {
        serials.saw(peer.credential().orElse(NAMELESS), peer, reason);
        report(guard.refusedInHandshake(peer, reason), RawSignal.Result.FAIL, Optional.of(reason), Optional.empty());
    }

    private void report(Ruling ruling, RawSignal.Result outcome, Optional<String> reason, Optional<String> probe) {
        var now = clock.instant();
        agent.report(new Signal(ruling.identity(), ruling.target(), ruling.generation(), outcome, reason, probe, now));
        if (probe.isPresent()) {
            counters.probed(name());
            return;
        }
        counters.answered(
                name(),
                ruling.identity(),
                ruling.generation().map(Fingerprint::value).orElse("unknown"),
                switch (outcome) {
                    case OK -> CallResult.OK;
                    case FAIL -> CallResult.FAIL;
                    case EXCLUDED -> CallResult.EXCLUDED;
                },
                now);
    }

    private static Presented presented(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        return new Presented(
                Optional.ofNullable(headers.getFirst("Authorization")),
                certificate(exchange),
                Optional.ofNullable(headers.getFirst("X-Caller")),
                Optional.ofNullable(headers.getFirst("X-Governor-Probe")).filter(id -> id.length() <= 200));
    }

    private static Optional<X509Certificate> certificate(HttpExchange exchange) {
        try {
            return exchange instanceof HttpsExchange secured
                    ? Optional.of((X509Certificate) secured.getSSLSession().getPeerCertificates()[0])
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static void answer(HttpExchange exchange, int status, String word) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var body = ("{\"answer\":\"" + word + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
