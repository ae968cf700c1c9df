package io.nhigovernor.governor.config;

import io.nhigovernor.governor.api.Scope;
import io.nhigovernor.governor.api.Token;
import io.nhigovernor.governor.api.TokenBook;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * The tokens of a governor nobody configured: {@code operator}, {@code approver}, and {@code signals} for one source named
 * {@code local}; made at the first start, each in a file only its owner reads.
 *
 * @param made the files written by this start; empty when they were there
 */
public record EmbeddedTokens(List<Token> tokens, List<Path> made) {
    private static final int VALUE_BYTES = 32;
    private static final String SOURCE = "local";

    public EmbeddedTokens {
        tokens = List.copyOf(tokens);
        made = List.copyOf(made);
    }

    /** @throws IOException when the files cannot be read or written */
    public static EmbeddedTokens ensure(Path data, SecureRandom random) throws IOException {
        List<Token> tokens = new ArrayList<>();
        List<Path> made = new ArrayList<>();
        tokens.add(ensure(data, "operator", new Scope.Operate(), Set.of(), random, made));
        tokens.add(ensure(data, "approver", new Scope.Approve(), Set.of(), random, made));
        tokens.add(ensure(data, "signals", new Scope.Signal(SOURCE), Set.of("*"), random, made));
        // Somebody else may have made it, for a first credential or by hand: the database in it is the owner's alone.
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        return new EmbeddedTokens(tokens, made);
    }

    private static Token ensure(
            Path data, String name, Scope scope, Set<String> identities, SecureRandom random, List<Path> made)
            throws IOException {
        Path file = DataDirectory.tokenFile(data, name);
        if (!Files.exists(file)) {
            write(file, random);
            made.add(file);
        }
        String value = Files.readString(file).trim();
        if (value.isEmpty()) {
            throw new IOException(file + " is empty: delete it, and the next start makes a new token");
        }
        return new Token(name, Set.of(scope), TokenBook.digest(value), identities);
    }

    private static void write(Path file, SecureRandom random) throws IOException {
        byte[] bytes = new byte[VALUE_BYTES];
        random.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Set<PosixFilePermission> ownerEnters = PosixFilePermissions.fromString("rwx------");
        // Made with its permissions, and so is the data directory above: the database in it is the owner's alone.
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerEnters));
        Files.setPosixFilePermissions(folder, ownerEnters);
        // Created with its permissions: there is no moment in which others could open it.
        Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(ownerOnly))) {
            ByteBuffer buffer = ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }
}
