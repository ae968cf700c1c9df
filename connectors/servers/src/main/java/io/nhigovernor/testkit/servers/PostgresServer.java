package io.nhigovernor.testkit.servers;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL on 127.0.0.1 that asks everybody for a password (SCRAM) and keeps what it has committed (fsync on). Ends
 * when closed, and when this JVM ends in an orderly way.
 *
 * <p>One thread at a time; connections may be used by many.
 */
public final class PostgresServer implements AutoCloseable {
    /** The superuser's name. */
    public static final String SUPERUSER = "postgres";

    /** The database that is there from the beginning. */
    public static final String DATABASE = "postgres";

    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration END_MAX = Duration.ofSeconds(20);
    private static final int PORTS_TRIED = 3;
    private static final int PASSWORD_BYTES = 16;

    private final Path directory;
    private final boolean temporary;
    private final String password;
    private final Thread atExit = new Thread(this::ended, "end-postgres");
    private int port;
    private EmbeddedPostgres running;

    private PostgresServer(Path directory, boolean temporary) {
        this.directory = Folders.make(directory);
        this.temporary = temporary;
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        this.password = HexFormat.of().formatHex(random);
        this.port = Ports.free();
        this.running = launchedSomewhere();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Whether PostgreSQL's binaries are there and can be run by this user. */
    public static Finding<Path> find() {
        String remedy =
                "build the testkit on Linux or macOS (Maven brings the binaries), not as root without user namespaces";
        try {
            DefaultPostgresBinaryResolver.INSTANCE
                    .getPgBinary(system(), System.getProperty("os.arch"))
                    .close();
        } catch (IllegalStateException | IOException none) {
            return new Finding.Missing<>(
                    "PostgreSQL: no binaries for " + system() + " on " + System.getProperty("os.arch"), remedy);
        }
        if ("root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable()) {
            return new Finding.Missing<>("PostgreSQL: refuses to run as root, and unshare -U does not work", remedy);
        }
        return new Finding.Found<>(Path.of("PostgreSQL"));
    }

    /** One whose data is gone when it is closed. */
    public static PostgresServer start() {
        return new PostgresServer(Folders.temporary("postgres-"), true);
    }

    /** One whose data lies, and stays, in {@code directory}, which holds none yet. */
    public static PostgresServer start(Path directory) {
        return new PostgresServer(directory, false);
    }

    public int port() {
        return port;
    }

    /** Of the form {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The superuser's password. */
    public String password() {
        return password;
    }

    /** Without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + address() + "/" + database;
    }

    /** What the server prints before it writes its {@link #journal}. */
    public Path log() {
        return directory.resolve("postgres.log");
    }

    /** The server's own log, one JSON object per line: among others every login and how it ended, in UTC. */
    public Path journal() {
        return journals().resolve("postgresql.json");
    }

    private Path journals() {
        return directory.toAbsolutePath().resolve("log");
    }

    /** A new connection of the superuser. */
    public Connection connect() throws SQLException {
        return connect(DATABASE, SUPERUSER, password);
    }

    /** A new connection of anybody. */
    public Connection connect(String database, String user, String itsPassword) throws SQLException {
        var login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", itsPassword);
        return DriverManager.getConnection(jdbcUrl(database), login);
    }

    /** Ends it as an operator does; sessions are cut. */
    public void stop() {
        try {
            running.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Ends it at once, as a crash does: only what was committed is there afterwards. */
    public void kill() {
        var postmaster = ProcessHandle.of(postmaster()).orElseThrow();
        List<ProcessHandle> sessions = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        sessions.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(postmaster);
        // The next start is refused while one of them still holds the shared memory.
        sessions.forEach(PostgresServer::awaitEnd);
        // Nobody is there to stop any more, which the library logs as an error: this only lets go of the folder.
        stop();
    }

    /** Starts it again after {@link #stop} or {@link #kill}, on the same port and data. */
    public void startAgain() {
        running = launched();
    }

    /** {@link #stop} and {@link #startAgain}. */
    public void restart() {
        stop();
        startAgain();
    }

    @Override
    public void close() {
        ended();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // This JVM ends already, and the hook has nothing left to do.
        }
    }

    /** {@code PostgresServer[127.0.0.1:port]}. */
    @Override
    public String toString() {
        return "PostgresServer[" + address() + "]";
    }

    private synchronized void ended() {
        stop();
        if (temporary) {
            Folders.remove(directory);
        }
    }

    private EmbeddedPostgres launchedSomewhere() {
        for (int tried = 1; ; tried++) {
            try {
                return launched();
            } catch (UncheckedIOException busy) {
                if (tried == PORTS_TRIED) {
                    throw busy;
                }
                port = Ports.free();
            }
        }
    }

    private EmbeddedPostgres launched() {
        Path login = directory.resolve("superuser-password");
        try {
            Files.writeString(login, password);
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(directory.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_MAX)
                    // These become arguments of initdb, after those that let everybody in without a password.
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("pwfile", login.toString())
                    // Deriving keys 4,096 times over for each login would be most of what the tests compute.
                    .setLocaleConfig("set", "scram_iterations=16")
                    .setConnectConfig("password", password)
                    // Off by default here; a test of crashes would test nothing.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("logging_collector", "on")
                    .setServerConfig("log_destination", "jsonlog")
                    .setServerConfig("log_directory", journals().toString())
                    // Ends in .json for jsonlog.
                    .setServerConfig("log_filename", "postgresql.log")
                    .setServerConfig("log_rotation_age", "0")
                    .setServerConfig("log_rotation_size", "0")
                    .setServerConfig("log_timezone", "UTC")
                    .setServerConfig("log_connections", "all")
                    .setOutputRedirector(Redirect.appendTo(log().toFile()))
                    .setErrorRedirector(Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException broken) {
            throw new UncheckedIOException("PostgreSQL does not start; see " + log(), broken);
        } finally {
            deleted(login.toFile());
        }
    }

    private long postmaster() {
        try {
            return Long.parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException gone) {
            throw new UncheckedIOException("PostgreSQL does not run", gone);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException stays) {
            throw new IllegalStateException("process " + process.pid() + " does not end", stays);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server ends", interrupted);
        }
    }

    private static void deleted(File file) {
        if (!file.delete()) {
            file.deleteOnExit();
        }
    }

    private static String system() {
        String name = System.getProperty("os.name");
        return name.startsWith("Mac") ? "Darwin" : name;
    }
}
