package io.nhigovernor.governor.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The HTTP interface of one governor, listening until closed. */
public final class ApiServer {
    private static final int IDLE_SECONDS = 60;
    private static final int HEADERS_MAX = 16 * 1024;
    private static final int LINE_MAX = 4 * 1024;
    private final HttpServer server;

    private ApiServer(HttpServer server) {
        this.server = server;
    }

    /** Fails when the address may not be listened on without TLS, is taken, or the certificate does not load. */
    public static Future<ApiServer> start(Vertx vertx, Listen listen, ApiPorts ports) {
        if (listen.refusal().isPresent()) {
            return Future.failedFuture(
                    new IllegalArgumentException(listen.refusal().get()));
        }
        Door door = new Door(vertx, ports.tokens(), new Idempotency(vertx, ports.requests()), listen.bodyWithin());
        Router router = router(vertx, door, Routes.all(ports, vertx, listen.heartbeat()));
        Patience patience = new Patience(vertx);
        HttpServer server = vertx.createHttpServer(options(listen))
                .connectionHandler(patience::opened)
                .requestHandler(request -> {
                    patience.asked(request.connection());
                    router.handle(request);
                });
        return server.listen(listen.port(), listen.host()).map(ApiServer::new);
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }

    private static HttpServerOptions options(Listen listen) {
        HttpServerOptions options = new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(HEADERS_MAX)
                .setMaxInitialLineLength(LINE_MAX)
                // Bodies are inflated by the intake alone, under its own caps.
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false);
        listen.tls()
                .ifPresent(tls -> options.setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(tls.certificate().toString())
                                .setKeyPath(tls.key().toString())));
        return options;
    }

    private static Router router(Vertx vertx, Door door, List<Route> routes) {
        Router router = Router.router(vertx);
        Map<String, TreeSet<String>> methods = new TreeMap<>();
        for (Route route : routes) {
            methods.computeIfAbsent(route.pattern(), path -> new TreeSet<>())
                    .add(route.method().name());
            router.route(route.method(), route.pattern()).handler(context -> door.pass(context, route));
        }
        methods.forEach((path, allowed) -> router.route(path)
                .handler(context -> Door.write(
                        context,
                        Reply.problem(
                                        Code.WRONG_METHOD,
                                        context.request().method() + " is not possible here",
                                        "Use " + String.join(" or ", allowed) + ".")
                                .with("Allow", String.join(", ", allowed)))));
        router.route()
                .handler(context -> Door.write(
                        context,
                        Reply.problem(
                                Code.UNKNOWN_ROUTE,
                                "there is nothing at this path",
                                "See GET /v1/openapi.json for all paths.")));
        router.errorHandler(400, context -> Door.write(context, badPath()));
        router.errorHandler(500, ApiServer::failed);
        return router;
    }

    private static Reply badPath() {
        return Reply.problem(Code.BAD_PATH, "the path or query is not well-formed", "Percent-encode it.");
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        Door.write(context, Door.failed(failure == null ? new IllegalStateException("no reason given") : failure));
    }
}
