package io.nhigovernor.testkit.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a Vault is set up.
 *
 * @param directory where its configuration, storage, certificate and log lie; made if it is not there
 * @param tls whether it listens with TLS
 * @param audits files of its audit devices; none, one or more
 * @param clients the authority, PEM, of the certificates that clients must come with at a second listener; none without it
 */
public record VaultSetup(Path directory, Storage storage, boolean tls, List<Path> audits, Optional<Path> clients) {
    /** Where Vault keeps what it is told. */
    public enum Storage {
        /** Nowhere: gone when the process ends. */
        MEMORY,
        /** In its directory. The only durable one that the pinned build has. */
        RAFT
    }

    public VaultSetup {
        audits = List.copyOf(audits);
    }

    /** As in production, nearly: raft storage, TLS, one audit device. */
    public static VaultSetup in(Path directory) {
        return new VaultSetup(directory, Storage.RAFT, true, audits(directory, 1), Optional.empty());
    }

    public VaultSetup on(Storage other) {
        return new VaultSetup(directory, other, tls, audits, clients);
    }

    public VaultSetup withoutTls() {
        return new VaultSetup(directory, storage, false, audits, clients);
    }

    /** That many audit devices, each with a file of its own in the directory. */
    public VaultSetup withAudits(int count) {
        return new VaultSetup(directory, storage, tls, audits(directory, count), clients);
    }

    /** One audit device, with its file elsewhere. */
    public VaultSetup withAudit(Path file) {
        return new VaultSetup(directory, storage, tls, List.of(file), clients);
    }

    /** With a second listener that lets in only clients whose certificates lead to {@code authority}, PEM. */
    public VaultSetup withClients(Path authority) {
        return new VaultSetup(directory, storage, tls, audits, Optional.of(authority));
    }

    private static List<Path> audits(Path directory, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> directory.resolve("audit-" + number + ".log"))
                .toList();
    }
}
