package io.nhigovernor.governor.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "export", description = "Write the whole ledger as JSON lines, for governor verify and replay.")
final class ExportCommand extends ApiCommand {
    @Option(names = "--file", paramLabel = "FILE", description = "a new file to write (default: standard output)")
    @Nullable
    Path file;

    @Option(names = "--key", paramLabel = "FILE", description = "a new file to write the public key into")
    @Nullable
    Path key;

    ExportCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run(ApiClient client) throws IOException {
        if (key != null) {
            ExitCode written = write(client, "/v1/ledger/key", key);
            if (written != ExitCode.OK) {
                return written;
            }
        }
        return file == null
                ? answered(client.download(
                        "/v1/ledger/export", in -> in.transferTo(terminal().out())))
                : write(client, "/v1/ledger/export", file);
    }

    private ExitCode write(ApiClient client, String path, Path to) throws IOException {
        ExitCode written;
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            written = answered(client.download(path, in -> in.transferTo(out)));
        } catch (FileAlreadyExistsException e) {
            terminal().error("A6010 " + to + " is already there");
            terminal().error("    Name a new file; evidence is not written over.");
            return ExitCode.BAD_INPUT;
        }
        if (written != ExitCode.OK) {
            // Half an export must not be taken for a whole one.
            Files.deleteIfExists(to);
        }
        return written;
    }

    private ExitCode answered(Optional<Response> failure) {
        return failure.map(response -> showTree(response, body -> {})).orElse(ExitCode.OK);
    }
}
