package io.nhigovernor.testkit.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Stands on loopback in front of a server that speaks HTTP/1.1 without TLS. A script decides what becomes of each request, also
 * of the later ones on a connection that is kept alive; it runs before the request goes on, so it may as well do something behind
 * the sender's back first. Until a script is set, everything passes. It ends with {@link #close}.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final URI server;
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Passage> seen = new CopyOnWriteArrayList<>();

    private volatile Function<Passage, Fate> script = passage -> new Fate.Passes();
    private final int port;
    private ServerSocket listener;

    private FaultProxy(URI server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
        this.port = listener.getLocalPort();
    }

    /** @param server {@code http://host:port} */
    public static FaultProxy before(URI server) {
        var proxy = new FaultProxy(server, listening(0));
        proxy.accept(proxy.listener);
        return proxy;
    }

    /** What its users are given in place of the server's address. The same for as long as it lives. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** From the next request on, which is number 1. */
    public synchronized void script(Function<Passage, Fate> next) {
        seen.clear();
        script = next;
    }

    /** From the next request on everything passes. */
    public void calm() {
        script(passage -> new Fate.Passes());
    }

    /** Only the request of this number meets this fate. */
    public void at(int number, Fate fate) {
        script(passage -> passage.number() == number ? fate : new Fate.Passes());
    }

    /** What was sent since the script was set, the lost ones too. */
    public List<Passage> seen() {
        return List.copyOf(seen);
    }

    /** Nobody listens any more, and what was open is cut, until {@link #listenAgain}. */
    public synchronized void refuse() {
        quietly(listener);
        open.forEach(FaultProxy::quietly);
    }

    public synchronized void listenAgain() {
        listener = listening(port);
        accept(listener);
    }

    @Override
    public void close() {
        closed.countDown();
        refuse();
        work.shutdownNow();
    }

    private static ServerSocket listening(int port) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return socket;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void accept(ServerSocket from) {
        work.submit(() -> {
            while (!from.isClosed()) {
                try {
                    var sender = from.accept();
                    open.add(sender);
                    // Closing wakes one who waits here, who may still have got a connection.
                    if (from.isClosed()) {
                        quietly(sender);
                    }
                    work.submit(() -> serve(sender));
                } catch (IOException done) {
                    return;
                }
            }
        });
    }

    private void serve(Socket sender) {
        try (sender;
                var beyond = new Socket(server.getHost(), server.getPort())) {
            open.add(beyond);
            var requests = new BufferedInputStream(sender.getInputStream());
            var route = new Route(
                    sender.getOutputStream(),
                    beyond.getOutputStream(),
                    new BufferedInputStream(beyond.getInputStream()));
            boolean going = true;
            while (going) {
                var request = Message.request(requests);
                going = request.isPresent() && passed(route, request.get());
            }
            open.remove(beyond);
        } catch (IOException | InterruptedException cut) {
            // One side ended: so does the other.
        } finally {
            open.remove(sender);
        }
    }

    /** Back to who asked, and to the server and back. */
    private record Route(OutputStream asker, OutputStream server, InputStream answers) {}

    /** @return whether the connection goes on */
    private boolean passed(Route route, Message request) throws IOException, InterruptedException {
        return switch (fate(request)) {
            case Fate.Passes passes -> {
                route.asker().write(answered(route, request));
                yield true;
            }
            case Fate.LostOnTheWay lost -> false;
            case Fate.AnswerLost lost -> {
                answered(route, request);
                yield false;
            }
            case Fate.AnswerCut cut -> {
                var answer = answered(route, request);
                route.asker().write(Arrays.copyOf(answer, answer.length / 2));
                yield false;
            }
            case Fate.Late late -> {
                Thread.sleep(late.by());
                route.asker().write(answered(route, request));
                yield true;
            }
            case Fate.AnsweredInstead instead -> {
                route.asker()
                        .write(Message.answer(instead.status(), instead.body()).bytes());
                yield true;
            }
            case Fate.AnswerHeldBack held -> {
                answered(route, request);
                closed.await();
                yield false;
            }
        };
    }

    private Fate fate(Message request) {
        Passage passage;
        Function<Passage, Fate> now;
        synchronized (this) {
            var line = request.firstLine().split(" ", 3);
            passage = new Passage(seen.size() + 1, line[0], line[1]);
            seen.add(passage);
            now = script;
        }
        return now.apply(passage);
    }

    private static byte[] answered(Route route, Message request) throws IOException {
        route.server().write(request.bytes());
        return Message.answer(route.answers()).bytes();
    }

    private static void quietly(AutoCloseable some) {
        try {
            some.close();
        } catch (Exception broken) {
            // It is gone either way.
        }
    }
}
