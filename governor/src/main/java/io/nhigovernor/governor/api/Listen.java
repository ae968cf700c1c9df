package io.nhigovernor.governor.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how the HTTP interface listens.
 *
 * @param port 0 for any free one
 * @param heartbeat between two comments on a silent event stream
 * @param bodyWithin the longest a request's body may take
 */
public record Listen(String host, int port, Optional<Tls> tls, Duration heartbeat, Duration bodyWithin) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final int PORT = 7420;

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    public static Listen on(String host, int port, Optional<Tls> tls) {
        return new Listen(host, port, tls, Duration.ofSeconds(15), Duration.ofSeconds(20));
    }

    /** Why this may not be listened on, if so: tokens must not cross a network in clear. */
    public Optional<String> refusal() {
        return tls.isPresent() || loopback(host)
                ? Optional.empty()
                : Optional.of(
                        "listening on " + host + " needs tls.certificate and tls.key; only loopback may go without");
    }

    /** True for loopback literals and {@code localhost}. Other names are not looked up: a lookup may change later. */
    public static boolean loopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
