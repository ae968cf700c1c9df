package io.nhigovernor.testkit.servers;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/**
 * Where a test asks for a real server. Where none can be had the test is skipped, with one line that says what is missing
 * and how to get it. {@code .ci/run} takes a skip for a failure.
 */
public final class Servers {
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Servers() {}

    /** A Vault to start, or the test is skipped. */
    public static VaultProgram vault() {
        return orSkip(findVault(System.getenv(), VaultContainer::isDockerThere));
    }

    /**
     * An image asked for by name, else a binary, else the usual image where containers can be started.
     *
     * @param docker asked only where its answer matters: it takes seconds
     */
    static Finding<? extends VaultProgram> findVault(Map<String, String> environment, BooleanSupplier docker) {
        var asked = VaultContainer.named(environment);
        if (asked.isPresent()) {
            return docker.getAsBoolean()
                    ? new Finding.Found<>(asked.get())
                    : new Finding.Missing<>(
                            "Vault: " + VaultContainer.VARIABLE + " names "
                                    + asked.get().image() + ", and no Docker answers",
                            "start Docker, or do without the variable");
        }
        return switch (VaultInstallation.find(environment)) {
            case Finding.Found<VaultInstallation> found -> found;
            case Finding.Missing<VaultInstallation> missing ->
                environment.getOrDefault(VaultInstallation.VARIABLE, "").isEmpty() && docker.getAsBoolean()
                        ? new Finding.Found<>(new VaultContainer(VaultContainer.USUAL))
                        : missing;
        };
    }

    /** Goes on if a PostgreSQL can be started; otherwise the test is skipped. */
    public static void postgres() {
        orSkip(PostgresServer.find());
    }

    /**
     * The one Vault of this JVM for tests that neither seal nor stop it, in memory; each isolates itself by mounts of its
     * own. Or the test is skipped. Not to be closed.
     */
    public static VaultServer sharedVault() {
        vault();
        return SharedVault.SERVER;
    }

    /** The one PostgreSQL of this JVM for tests that do not stop it; or the test is skipped. Not to be closed. */
    public static PostgresServer sharedPostgres() {
        postgres();
        return SharedPostgres.SERVER;
    }

    /** What was found, or the test is skipped. */
    static <S> S orSkip(Finding<S> finding) {
        return switch (finding) {
            case Finding.Found<S> found -> found.server();
            case Finding.Missing<S> missing -> {
                String line = "skipped for want of a server: " + missing.what() + "; " + missing.remedy();
                if (TOLD.add(line)) {
                    System.err.println(line);
                }
                yield Assumptions.abort(line);
            }
        };
    }

    /** Its process would end anyway; its folder goes with it. */
    private static VaultServer closedAtExit(VaultServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "close-shared-vault"));
        return server;
    }

    /** Started when first asked for. */
    private static final class SharedVault {
        private static final VaultServer SERVER = closedAtExit(VaultServer.dev(vault()));
    }

    /** Started when first asked for. */
    private static final class SharedPostgres {
        private static final PostgresServer SERVER = PostgresServer.start();
    }
}
