package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.api.Listen;
import io.nhigovernor.governor.config.DataDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which governor is meant, and as whom it is asked. A token is only ever read from a file. */
final class Connection {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "the governor (default: $GOVERNOR_SERVER, or http://127.0.0.1:7420)")
    @Nullable
    URI server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "file that holds the token (default: $GOVERNOR_TOKEN_FILE, or the embedded governor's own)")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM certificates to trust for https (default: $GOVERNOR_CA, or those of the JDK)")
    @Nullable
    Path authorities;

    /** What stands in the way of asking at all. */
    static final class NotReady extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;
        private final String remedy;

        NotReady(String code, String text, String remedy) {
            super(text);
            this.code = code;
            this.remedy = remedy;
        }

        String code() {
            return code;
        }

        String text() {
            return String.valueOf(getMessage());
        }

        String remedy() {
            return remedy;
        }
    }

    /** @param tokenName which of the embedded governor's tokens to use when no file is named */
    ApiClient client(Session session, String tokenName) throws NotReady {
        URI base = server == null
                ? URI.create(session.environment()
                        .getOrDefault("GOVERNOR_SERVER", "http://" + Listen.LOOPBACK + ":" + Listen.PORT))
                : server;
        String host = base.getHost() == null ? "" : base.getHost().replaceAll("[\\[\\]]", "");
        boolean secure = "https".equals(base.getScheme());
        if (host.isEmpty() || (!secure && !"http".equals(base.getScheme()))) {
            throw new NotReady("A6003", base + " is not the address of a governor", "Write it as https://host:port.");
        }
        if (!secure && !Listen.loopback(host)) {
            throw new NotReady(
                    "A6004", "the token would cross the network to " + host + " in clear", "Use https, or loopback.");
        }
        return new ApiClient(base, token(session, tokenName), trust(session));
    }

    private String token(Session session, String tokenName) throws NotReady {
        Path file = given(tokenFile, session, "GOVERNOR_TOKEN_FILE")
                .orElseGet(() -> DataDirectory.tokenFile(
                        DataDirectory.of(session.environment(), session.userHome()), tokenName));
        try {
            String token = Files.readString(file).trim();
            if (!token.matches("[\\x21-\\x7e]{1,8192}")) {
                throw new NotReady("A6006", file + " does not hold a token", "Put the token's text alone in the file.");
            }
            return token;
        } catch (NoSuchFileException e) {
            throw new NotReady(
                    "A6005",
                    "there is no token file " + file,
                    "Start a governor with governor serve, or name a file with --token-file.");
        } catch (IOException e) {
            throw new NotReady("A6005", "the token file " + file + " cannot be read", "Check its permissions.");
        }
    }

    private Optional<SSLContext> trust(Session session) throws NotReady {
        Optional<Path> file = given(authorities, session, "GOVERNOR_CA");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Trust.in(file.get()));
        } catch (IOException e) {
            throw new NotReady("A6007", String.valueOf(e.getMessage()), "Name a file of PEM certificates.");
        }
    }

    private static Optional<Path> given(@Nullable Path option, Session session, String variable) {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(session.environment().get(variable))
                        .filter(text -> !text.isBlank())
                        .map(Path::of));
    }
}
