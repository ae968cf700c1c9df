package io.nhigovernor.connectors.local.files;

import io.nhigovernor.connectors.parts.files.AtomicFiles;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.StoreKey.WrongKeyException;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every kept generation of every target, one sealed file each. A file opens only as what it was written for: credential,
 * identity and fingerprint are authenticated with it. Callers hold the target's lock around changes.
 */
public final class ValueStore {
    private static final String SUFFIX = ".value";

    private final Path directory;
    private final StoreKey key;

    public ValueStore(Path directory, StoreKey key) {
        this.directory = directory;
        this.key = key;
    }

    /** One kept generation and the attempt that staged it; none for an enrolled one. Closing wipes it. */
    public record Value(Fingerprint fingerprint, Optional<String> attempt, Material material) implements AutoCloseable {
        @Override
        public void close() {
            material.close();
        }
    }

    public void put(TargetId target, Value value) throws IOException {
        var file = file(target, value.fingerprint());
        AtomicFiles.directories(folder(target), AtomicFiles.OWNER_DIRECTORY);
        var clear = ValueCodec.encode(value);
        try {
            AtomicFiles.write(file, key.seal(clear, context(target, value.fingerprint())), AtomicFiles.OWNER);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /** The caller closes it. */
    public Optional<Value> get(TargetId target, Fingerprint fingerprint) throws IOException {
        byte[] sealed;
        try {
            sealed = Files.readAllBytes(file(target, fingerprint));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        byte[] clear;
        try {
            clear = key.open(sealed, context(target, fingerprint));
        } catch (WrongKeyException e) {
            throw new IOException("the kept value " + fingerprint + " of " + target + " was " + e.getMessage(), e);
        }
        try {
            return Optional.of(ValueCodec.decode(fingerprint, clear));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    public boolean keeps(TargetId target, Fingerprint fingerprint) {
        return Files.exists(file(target, fingerprint));
    }

    /** The generation staged under this attempt. */
    public Optional<Fingerprint> byAttempt(TargetId target, String attempt) throws IOException {
        for (var fingerprint : kept(target)) {
            try (var value = get(target, fingerprint).orElse(null)) {
                if (value != null && value.attempt().equals(Optional.of(attempt))) {
                    return Optional.of(fingerprint);
                }
            }
        }
        return Optional.empty();
    }

    public List<Fingerprint> kept(TargetId target) throws IOException {
        var folder = folder(target);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var found = Files.list(folder)) {
            return found.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX) && !name.startsWith(AtomicFiles.LEFTOVER))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .map(FileNames::fingerprint)
                    .toList();
        }
    }

    /** Nothing if it is already gone. */
    public void remove(TargetId target, Fingerprint fingerprint) throws IOException {
        if (Files.deleteIfExists(file(target, fingerprint))) {
            AtomicFiles.forceDirectory(folder(target));
        }
    }

    private Path folder(TargetId target) {
        return directory.resolve(FileNames.of(target.identity())).resolve(FileNames.of(target.credential()));
    }

    private Path file(TargetId target, Fingerprint fingerprint) {
        return folder(target).resolve(FileNames.of(fingerprint) + SUFFIX);
    }

    private static String context(TargetId target, Fingerprint fingerprint) {
        return target.credential() + "|" + target.identity() + "|" + fingerprint;
    }
}
