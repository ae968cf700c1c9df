package io.nhigovernor.testkit.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface that servers are told to listen on later. */
public final class Ports {
    /** Below where Linux takes the ports of outgoing connections from (32768): one of these could sit on it by then. */
    private static final int LEAST = 20_000;

    private static final int END = 32_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * One that nobody listens on at this moment, and that this process never gave before. Another process may take it in the next
     * moment.
     */
    public static int free() {
        for (int tries = END - LEAST; tries > 0; tries--) {
            int port = ThreadLocalRandom.current().nextInt(LEAST, END);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + LEAST + " to " + END);
    }

    private static boolean isFree(int port) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
