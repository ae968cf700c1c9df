package io.nhigovernor.connectors.vault.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The governor's own token. It is renewed by whoever calls when a third of its time is left; when it cannot be renewed any more,
 * or Vault does not know it, the governor logs in again. One caller does so at a time: the others go on with the token there is, or
 * wait no longer than their own deadline. Whatever stands in the way of a token, nothing was asked of Vault in its name: that is
 * told as busy, never as a refusal.
 */
final class Session {
    private static final int PARTS = 3;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    /** Vault tells whole seconds. */
    private static final Duration GAINED = Duration.ofMillis(500);

    private final VaultGateway vault;
    private final Login login;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Optional<Token> token = Optional.empty();

    Session(VaultGateway vault, Login login, InstantSource clock) {
        this.vault = vault;
        this.login = login;
        this.clock = clock;
    }

    /** What a request is sent with, or why there is nothing. */
    sealed interface Held permits Token, None {}

    record None(Answer.Busy why) implements Held {}

    /** @param renewAt never after {@code ends} */
    record Token(String value, Instant renewAt, Instant ends, boolean renewable) implements Held {
        static Token begun(String value, Instant from, Duration lasts, boolean renewable) {
            return new Token(value, from.plus(lasts.minus(lasts.dividedBy(PARTS))), from.plus(lasts), renewable);
        }

        static Token unlimited(String value) {
            return new Token(value, Instant.MAX, Instant.MAX, false);
        }

        Token triedAt(Instant now) {
            var next = now.plus(SOON);
            return new Token(value, next.isBefore(ends) ? next : ends, ends, renewable);
        }

        @Override
        public String toString() {
            return "token until " + ends;
        }
    }

    /** The token there is, or a new one. */
    Held held(Deadline deadline) {
        var now = clock.instant();
        var before = token;
        if (before.filter(there -> now.isBefore(there.renewAt())).isPresent()) {
            return before.get();
        }
        var usable = before.filter(there -> now.isBefore(there.ends()));
        if (!(usable.isPresent() ? changing.tryLock() : locked(deadline))) {
            return usable.<Held>map(there -> there).orElseGet(Session::slow);
        }
        try {
            return token.equals(before) ? renewed(usable, now, deadline) : current();
        } finally {
            changing.unlock();
        }
    }

    /**
     * After a refusal of a request that was sent with {@code refused}.
     *
     * @return empty if Vault knows this token, so that the refusal stands
     */
    Optional<Held> exchanged(Token refused, Deadline deadline) {
        if (!locked(deadline)) {
            return Optional.of(slow());
        }
        try {
            if (!token.map(Token::value).equals(Optional.of(refused.value()))) {
                return Optional.of(current());
            }
            return switch (vault.readAs(refused.value(), "auth/token/lookup-self", deadline)) {
                case Answer.Found known -> Optional.empty();
                case Answer.Refused unknown -> {
                    token = Optional.empty();
                    yield Optional.of(begun(deadline));
                }
                case Answer.Absent absent -> Optional.of(none(absent));
                case Answer.Busy busy -> Optional.of(none(busy));
                case Answer.Lost lost -> Optional.of(none(lost));
            };
        } finally {
            changing.unlock();
        }
    }

    private Held current() {
        return token.<Held>map(there -> there).orElseGet(Session::slow);
    }

    private Held renewed(Optional<Token> usable, Instant now, Deadline deadline) {
        if (usable.isPresent() && usable.get().renewable() && renewed(usable.get(), now, deadline)) {
            return current();
        }
        var begun = begun(deadline);
        if (begun instanceof Token || usable.isEmpty()) {
            return begun;
        }
        // The old one serves until its end.
        token = usable.map(there -> there.triedAt(now));
        return current();
    }

    /** @return whether its end moved: at its longest life it does not any more */
    private boolean renewed(Token old, Instant now, Deadline deadline) {
        var answer = vault.writeAs(old.value(), "auth/token/renew-self", VaultGateway.object(), deadline);
        if (!(answer instanceof Answer.Found found)) {
            return false;
        }
        var auth = found.body().path("auth");
        var next = Token.begun(old.value(), now, seconds(auth, "lease_duration"), renewable(auth));
        if (!next.ends().isAfter(old.ends().plus(GAINED))) {
            return false;
        }
        token = Optional.of(next);
        return true;
    }

    private Held begun(Deadline deadline) {
        try {
            return switch (login) {
                case Login.TokenFile file -> lookedUp(content(file.file()), deadline);
                case Login.AppRole role -> loggedIn(role, deadline);
            };
        } catch (IOException e) {
            return new None(new Answer.Busy(
                    "the file of the governor's own login for Vault cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    LATER));
        }
    }

    private Held lookedUp(String read, Deadline deadline) {
        var now = clock.instant();
        var answer = vault.readAs(read, "auth/token/lookup-self", deadline);
        if (!(answer instanceof Answer.Found found)) {
            return none(answer);
        }
        var data = found.data();
        return kept(
                data.path("expire_time").isNull()
                        ? Token.unlimited(read)
                        : Token.begun(read, now, seconds(data, "ttl"), renewable(data)));
    }

    private Held loggedIn(Login.AppRole role, Deadline deadline) throws IOException {
        var body =
                VaultGateway.object().put("role_id", content(role.roleId())).put("secret_id", content(role.secretId()));
        var now = clock.instant();
        var answer = vault.login(role.mount(), body, deadline);
        if (!(answer instanceof Answer.Found found)) {
            return none(answer);
        }
        var auth = found.body().path("auth");
        var value = auth.path("client_token").asText();
        var lasts = seconds(auth, "lease_duration");
        return kept(lasts.isZero() ? Token.unlimited(value) : Token.begun(value, now, lasts, renewable(auth)));
    }

    private Held kept(Token begun) {
        token = Optional.of(begun);
        return begun;
    }

    private static None none(Answer answer) {
        var wait = answer instanceof Answer.Busy busy ? busy.retryAfter() : LATER;
        return new None(new Answer.Busy("the governor's own login for Vault: " + answer.told(), wait));
    }

    private static None slow() {
        return new None(new Answer.Busy("the governor's own login for Vault takes too long", SOON));
    }

    private boolean locked(Deadline deadline) {
        try {
            return changing.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration seconds(JsonNode node, String field) {
        return Duration.ofSeconds(node.path(field).asLong());
    }

    private static boolean renewable(JsonNode node) {
        return node.path("renewable").asBoolean();
    }

    private static String content(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }
}
