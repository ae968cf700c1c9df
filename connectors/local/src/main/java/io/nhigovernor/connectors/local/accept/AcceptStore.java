package io.nhigovernor.connectors.local.accept;

import io.nhigovernor.connectors.local.files.FileNames;
import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.parts.accept.AcceptJson;
import io.nhigovernor.connectors.parts.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One accept document file per credential. Reading needs no lock; callers hold the credential's lock around a change. */
public final class AcceptStore {
    private final Path directory;
    private final AcceptJson json;

    /** @param jwks makes a JWK set of public JWKs, both as JSON text */
    public AcceptStore(Path directory, Function<List<String>, String> jwks) throws IOException {
        AtomicFiles.directories(directory, AtomicFiles.GROUP_DIRECTORY);
        this.directory = directory;
        this.json = new AcceptJson(jwks);
    }

    /** Empty if the credential was never enrolled. */
    public Optional<AcceptDocument> read(String credential) throws IOException {
        try {
            return Optional.of(json.read(Files.readAllBytes(file(credential))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public void write(AcceptDocument document) throws IOException {
        AtomicFiles.write(file(document.credential()), json.write(document), AtomicFiles.OWNER_AND_GROUP);
    }

    private Path file(String credential) {
        return directory.resolve(FileNames.of(credential) + ".json");
    }
}
