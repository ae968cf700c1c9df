package io.nhigovernor.samples.estate.service;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/** The open port of a service. While closed, connections are refused by the machine itself. */
final class Listener {
    private static final int BACKLOG = 256;

    private final int port;
    private final SSLContext context;
    private final ServiceKind kind;
    private final HttpHandler handler;
    private final Executor executor;
    private Optional<HttpsServer> open = Optional.empty();

    Listener(int port, SSLContext context, ServiceKind kind, HttpHandler handler, Executor executor) {
        this.port = port;
        this.context = context;
        this.kind = kind;
        this.handler = handler;
        this.executor = executor;
    }

    /** @throws IOException if somebody else has the port */
    synchronized void open() throws IOException {
        if (open.isPresent()) {
            return;
        }
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(kind.wantsCertificate());
                kind.protocols().ifPresent(wanted::setProtocols);
                parameters.setSSLParameters(wanted);
            }
        });
        server.setExecutor(executor);
        server.createContext("/", handler);
        server.start();
        open = Optional.of(server);
    }

    /** Closes the port and breaks every connection. */
    synchronized void close() {
        open.ifPresent(server -> server.stop(0));
        open = Optional.empty();
    }
}
