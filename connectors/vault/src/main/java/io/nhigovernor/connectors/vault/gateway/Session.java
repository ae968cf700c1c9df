package io.nhigovernor.connectors.vault.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The governor's own token. It is renewed by whoever calls when a third of its time is left; when it cannot be renewed any more,
 * or Vault does not know it, the governor logs in again.
 */
final class Session {
    private static final int PARTS = 3;

    private final VaultGateway vault;
    private final Login login;
    private final InstantSource clock;
    private Optional<String> token = Optional.empty();
    private Instant renewAt = Instant.MAX;
    private Instant ends = Instant.MAX;
    private boolean renewable;

    Session(VaultGateway vault, Login login, InstantSource clock) {
        this.vault = vault;
        this.login = login;
        this.clock = clock;
    }

    synchronized Optional<String> token() {
        return token;
    }

    /** Makes sure that there is a token. @return what stands in the way, if anything does */
    synchronized Optional<Answer> ready(Deadline deadline) {
        var now = clock.instant();
        if (token.isPresent() && now.isBefore(renewAt)) {
            return Optional.empty();
        }
        if (token.isPresent() && renewable && now.isBefore(ends) && renewed(deadline)) {
            return Optional.empty();
        }
        // An old token may still serve until its end.
        return begin(deadline).filter(trouble -> token.isEmpty() || !now.isBefore(ends));
    }

    /** After a refusal: whether Vault does not know this token any more, and there is another now. */
    synchronized boolean changed(Optional<String> refused, Deadline deadline) {
        if (!token.equals(refused)) {
            return true;
        }
        var own = vault.readAs(token.orElse(""), "auth/token/lookup-self", deadline);
        if (!(own instanceof Answer.Refused)) {
            return false;
        }
        return begin(deadline).isEmpty() && !token.equals(refused);
    }

    private boolean renewed(Deadline deadline) {
        var answer = vault.writeAs(token.orElseThrow(), "auth/token/renew-self", VaultGateway.object(), deadline);
        if (answer instanceof Answer.Found found) {
            lives(
                    found.body().path("auth").path("lease_duration").asLong(),
                    found.body().path("auth").path("renewable").asBoolean());
            return true;
        }
        return false;
    }

    private Optional<Answer> begin(Deadline deadline) {
        try {
            return switch (login) {
                case Login.TokenFile file -> lookedUp(content(file.file()), deadline);
                case Login.AppRole role -> loggedIn(role, deadline);
            };
        } catch (IOException e) {
            return Optional.of(
                    new Answer.Busy("the governor's own login for Vault cannot be read: " + e, Duration.ofSeconds(5)));
        }
    }

    private Optional<Answer> lookedUp(String read, Deadline deadline) {
        var answer = vault.readAs(read, "auth/token/lookup-self", deadline);
        if (answer instanceof Answer.Found found) {
            token = Optional.of(read);
            lives(
                    found.data().path("ttl").asLong(),
                    found.data().path("renewable").asBoolean());
            return Optional.empty();
        }
        return Optional.of(answer);
    }

    private Optional<Answer> loggedIn(Login.AppRole role, Deadline deadline) throws IOException {
        var body =
                VaultGateway.object().put("role_id", content(role.roleId())).put("secret_id", content(role.secretId()));
        var answer = vault.login(role.mount(), body, deadline);
        if (answer instanceof Answer.Found found) {
            var auth = found.body().path("auth");
            token = Optional.of(auth.path("client_token").asText());
            lives(auth.path("lease_duration").asLong(), auth.path("renewable").asBoolean());
            return Optional.empty();
        }
        return Optional.of(answer);
    }

    /** @param seconds 0 for a token that never ends */
    private void lives(long seconds, boolean canBeRenewed) {
        renewable = canBeRenewed;
        var now = clock.instant();
        ends = seconds == 0 ? Instant.MAX : now.plusSeconds(seconds);
        renewAt = seconds == 0 ? Instant.MAX : now.plusSeconds(seconds - seconds / PARTS);
    }

    private static String content(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }
}
