package io.nhigovernor.proofs.kills;

import io.nhigovernor.samples.estate.proof.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A disk that can be filled: file systems of their own under the ledger and the connector's home where we may mount them, and
 * else a limit on how long this process's files may grow.
 */
final class FullDisk implements AutoCloseable {
    private static final String BALLAST = "ballast";
    private static final int BLOCK = 4096;

    private final List<Path> mounted = new ArrayList<>();

    /** @param root of the world to be; what a run that was killed left mounted there is given back */
    FullDisk(Path root) throws IOException, InterruptedException {
        for (var name : new String[] {"data", "home"}) {
            var left = root.resolve(name);
            while (Files.isDirectory(left) && !Files.getFileStore(left).equals(Files.getFileStore(left.getParent()))) {
                if (!ran("umount", "-l", left.toString())) {
                    throw new IOException("still mounted: " + left);
                }
            }
        }
    }

    /** Before anything lies in the world's folder. */
    void under(Site site) throws IOException, InterruptedException {
        for (var mount : new Mount[] {new Mount(site.data(), "0700"), new Mount(site.home(), "0755")}) {
            Files.createDirectories(mount.folder());
            if (ran(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "size=24m,mode=" + mount.mode(),
                    "none",
                    mount.folder().toString())) {
                mounted.add(mount.folder());
            } else if (mounted.isEmpty()) {
                Files.delete(mount.folder());
                return;
            }
        }
    }

    private record Mount(Path folder, String mode) {}

    /** How it is filled; empty if it cannot be. */
    static Optional<String> way(FullDisk disk) throws IOException, InterruptedException {
        if (!disk.mounted.isEmpty()) {
            return Optional.of("two small file systems are filled");
        }
        return ran("prlimit", "--version") ? Optional.of("the process may write no file") : Optional.empty();
    }

    /** No byte more. @param pid of the governor */
    void fill(long pid) throws IOException, InterruptedException {
        if (mounted.isEmpty()) {
            limit(pid, "0:unlimited");
        }
        for (var folder : mounted) {
            try (var out = Files.newOutputStream(
                    folder.resolve(BALLAST), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
                while (true) {
                    out.write(new byte[BLOCK]);
                }
            } catch (IOException e) {
                // Full: what was wanted.
                continue;
            }
        }
    }

    void empty(long pid) throws IOException, InterruptedException {
        if (mounted.isEmpty()) {
            limit(pid, "unlimited:unlimited");
        }
        for (var folder : mounted) {
            Files.delete(folder.resolve(BALLAST));
        }
    }

    /** A process that is gone has no limit. */
    private static void limit(long pid, String fileSize) throws IOException, InterruptedException {
        if (!ran("prlimit", "--pid", Long.toString(pid), "--fsize=" + fileSize)
                && ProcessHandle.of(pid).isPresent()) {
            throw new IOException("no limit for " + pid);
        }
    }

    private static boolean ran(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // There is no such command here.
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (var folder : mounted) {
            try {
                if (!ran("umount", folder.toString()) && !ran("umount", "-l", folder.toString())) {
                    throw new IOException("still mounted: " + folder);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
