package io.nhigovernor.samples.estate;

import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.documents.Rendering;
import io.nhigovernor.samples.estate.vault.IssuerBundles;
import io.nhigovernor.samples.estate.vault.TeamDatabase;
import io.nhigovernor.samples.estate.vault.TeamVault;
import io.nhigovernor.testkit.servers.Finding;
import io.nhigovernor.testkit.servers.PostgresServer;
import io.nhigovernor.testkit.servers.VaultInstallation;
import io.nhigovernor.testkit.servers.VaultServer;
import io.nhigovernor.testkit.servers.VaultSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a real Vault and a real PostgreSQL with what a team would have in them, as a process of its own, until it is ended. In its folder:
 * {@code address} (Vault's, written last), {@code governor.token}, {@code estate.token}, {@code audit-1.log}, {@code database} (its
 * address), {@code governor.password} (there), {@code postgres/log/postgresql.json}.
 */
public final class VaultMain {
    /** Nothing was found that could be started. */
    private static final int MISSING = 3;

    private static final String USAGE = """
            VaultMain --folder <dir> --home <dir> --key-file <file> --documents <dir> --ports ledger=1234,...
            """;

    private VaultMain() {}

    public static void main(String[] words) throws IOException, InterruptedException, SQLException {
        try {
            var arguments = Arguments.of(List.of(words));
            switch (VaultInstallation.find()) {
                case Finding.Missing<VaultInstallation> missing -> missing(missing);
                case Finding.Found<VaultInstallation> found -> {
                    if (PostgresServer.find() instanceof Finding.Missing<Path> missing) {
                        missing(missing);
                    }
                    run(found.server(), arguments);
                }
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
    }

    private static void missing(Finding.Missing<?> missing) {
        System.err.println(missing.what() + "; " + missing.remedy());
        System.exit(MISSING);
    }

    private static void run(VaultInstallation installation, Arguments arguments)
            throws IOException, InterruptedException, SQLException {
        var folder = arguments.path("folder");
        EstateEnrolment.certificates(arguments.path("home"), arguments.path("key-file"));
        // A demonstration keeps nothing, and no other machine hears it.
        var setup = VaultSetup.in(folder).on(VaultSetup.Storage.MEMORY).withoutTls();
        try (var server = VaultServer.start(installation, setup);
                var postgres = PostgresServer.start(folder.resolve("postgres"))) {
            var ports = new TreeMap<>(arguments.ports());
            ports.put("postgres", postgres.port());
            Rendering.intoForVault(arguments.path("documents"), ports, server.address());
            var documents = Documents.read(arguments.path("documents"));
            var tokens = new TeamVault(server.http()).prepare(documents, IssuerBundles.in(arguments.path("home")));
            own(
                    folder.resolve("governor.password"),
                    new TeamDatabase(postgres, server).prepare(documents.credentials()));
            Files.writeString(
                    folder.resolve("database"),
                    "postgresql://" + postgres.address() + "/" + TeamDatabase.ORDERS + "\n");
            own(folder.resolve("governor.token"), tokens.governor());
            own(folder.resolve("estate.token"), tokens.estate());
            var unfinished = Files.writeString(folder.resolve("address.new"), server.address() + "\n");
            Files.move(unfinished, folder.resolve("address"), StandardCopyOption.ATOMIC_MOVE);
            System.out.println("vault is up: " + installation);
            new CountDownLatch(1).await();
        }
    }

    private static void own(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text + "\n");
    }
}
