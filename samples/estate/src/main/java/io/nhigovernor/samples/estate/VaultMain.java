package io.nhigovernor.samples.estate;

import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.documents.Rendering;
import io.nhigovernor.samples.estate.vault.TeamVault;
import io.nhigovernor.testkit.servers.Finding;
import io.nhigovernor.testkit.servers.VaultInstallation;
import io.nhigovernor.testkit.servers.VaultServer;
import io.nhigovernor.testkit.servers.VaultSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a real Vault with what a team would have in it, as a process of its own, until it is ended. In its folder: {@code address}
 * (written last), {@code governor.token}, {@code estate.token}, {@code audit-1.log}.
 */
public final class VaultMain {
    /** Nothing was found that could be started. */
    private static final int MISSING = 3;

    private static final String USAGE = """
            VaultMain --folder <dir> --home <dir> --key-file <file> --documents <dir> --ports ledger=1234,...
            """;

    private VaultMain() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        try {
            var arguments = Arguments.of(List.of(words));
            switch (VaultInstallation.find()) {
                case Finding.Missing<VaultInstallation> missing -> {
                    System.err.println(missing.what() + "; " + missing.remedy());
                    System.exit(MISSING);
                }
                case Finding.Found<VaultInstallation> found -> run(found.server(), arguments);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
    }

    private static void run(VaultInstallation installation, Arguments arguments)
            throws IOException, InterruptedException {
        var folder = arguments.path("folder");
        EstateEnrolment.certificates(arguments.path("home"), arguments.path("key-file"));
        // A demonstration keeps nothing, and no other machine hears it.
        var setup = VaultSetup.in(folder).on(VaultSetup.Storage.MEMORY).withoutTls();
        try (var server = VaultServer.start(installation, setup)) {
            Rendering.intoForVault(arguments.path("documents"), arguments.ports(), server.address());
            var tokens = new TeamVault(server.http()).prepare(Documents.read(arguments.path("documents")));
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
