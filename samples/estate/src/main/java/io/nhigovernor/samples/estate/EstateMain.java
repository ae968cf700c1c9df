package io.nhigovernor.samples.estate;

import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.documents.Rendering;
import io.nhigovernor.samples.estate.vault.IssuerBundles;
import io.nhigovernor.samples.estate.vault.VaultClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Runs the estate as a process of its own; one with a key file first writes its documents and enrols its credentials with the local
 * connector. Those in Vault are enrolled by whoever governs them.
 */
public final class EstateMain {
    private static final String USAGE = """
            EstateMain --home <dir> --documents <dir> --tokens <dir> --governor <uri> --control-port <n> \
            --ports ledger=1234,... [--key-file <file>] [--seed <n>] \
            [--backend vault --vault <uri> --vault-token-file <file>]
            """;

    private EstateMain() {}

    public static void main(String[] words) throws IOException, GeneralSecurityException, InterruptedException {
        // Small answers on kept connections: waiting for more to send costs 40 ms a call.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            run(Arguments.of(List.of(words)));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
    }

    private static void run(Arguments arguments) throws IOException, GeneralSecurityException, InterruptedException {
        if (arguments.has("key-file")) {
            Rendering.into(arguments.path("documents"), arguments.ports());
            EstateEnrolment.enrol(
                    arguments.path("home"), arguments.path("key-file"), Documents.read(arguments.path("documents")));
        }
        var place = new Estate.Place(
                arguments.path("home"),
                arguments.path("documents"),
                arguments.path("tokens"),
                URI.create(arguments.text("governor")),
                arguments.number("control-port"),
                arguments.ports());
        try (var estate = Estate.start(place, backend(arguments), Clock.systemUTC(), arguments.number("seed", 1))) {
            Runtime.getRuntime().addShutdownHook(new Thread(estate::close, "estate-end"));
            System.out.println("estate is up");
            estate.awaitShutdown();
        }
        System.exit(0);
    }

    private static Backend backend(Arguments arguments) throws IOException {
        return switch (arguments.text("backend", "local")) {
            case "local" -> new Backend.Local(arguments.path("home"));
            case "vault" ->
                new Backend.InVault(
                        new VaultClient(
                                URI.create(arguments.text("vault")),
                                Files.readString(arguments.path("vault-token-file"))
                                        .strip(),
                                Executors.newVirtualThreadPerTaskExecutor()),
                        IssuerBundles.in(arguments.path("home")));
            default -> throw new IllegalArgumentException("--backend is local or vault");
        };
    }
}
