package io.nhigovernor.connectors.vault.database;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** One database of one PostgreSQL server: {@code postgresql://host:port/database}, and nothing else in it. */
public record DatabaseAddress(String host, int port, String database) {
    private static final int DEFAULT_PORT = 5432;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

    /** Empty if it is no such address. */
    public static Optional<DatabaseAddress> of(URI uri) {
        var path = uri.getPath() == null ? "" : uri.getPath();
        var name = path.startsWith("/") ? path.substring(1) : "";
        boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
        return "postgresql".equals(uri.getScheme())
                        && uri.getHost() != null
                        && plain
                        && NAME.matcher(name).matches()
                ? Optional.of(
                        new DatabaseAddress(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(), name))
                : Optional.empty();
    }

    boolean onThisMachine() {
        return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
    }

    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
