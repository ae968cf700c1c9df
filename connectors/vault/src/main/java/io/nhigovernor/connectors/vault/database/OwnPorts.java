package io.nhigovernor.connectors.vault.database;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * From which ports this process has lately opened connections to databases. A server tells of a client that it does not let in nothing
 * else that only that client has. One per process, as ports are. Any thread.
 */
public final class OwnPorts {
    /** The server's clock may be off by as much, and whoever has the port afterwards is taken for us no longer than that. */
    static final Duration REMEMBERED = Duration.ofSeconds(60);

    private static final int PORTS_MAX = 10_000;
    private static final Map<Integer, Instant> OPENED = new LinkedHashMap<>();

    private OwnPorts() {}

    static synchronized void opened(int port, Instant at) {
        OPENED.remove(port);
        OPENED.put(port, at);
        if (OPENED.size() > PORTS_MAX) {
            OPENED.remove(OPENED.keySet().iterator().next());
        }
    }

    /** @param at as the server says */
    public static synchronized boolean used(int port, Instant at) {
        var opened = OPENED.get(port);
        return opened != null && Duration.between(opened, at).abs().compareTo(REMEMBERED) <= 0;
    }
}
