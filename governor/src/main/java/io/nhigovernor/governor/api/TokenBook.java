package io.nhigovernor.governor.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The tokens a governor knows, found by value in constant time. */
public final class TokenBook {
    private static final int VALUE_MAX = 8 * 1024;
    private final List<Token> tokens;

    public TokenBook(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /** The token of this value. Every known token is compared whatever the value, so that time tells nothing. */
    public Optional<Token> find(String value) {
        if (value.length() > VALUE_MAX) {
            return Optional.empty();
        }
        byte[] presented = sha256(value.getBytes(StandardCharsets.UTF_8));
        Optional<Token> found = Optional.empty();
        for (Token token : tokens) {
            if (MessageDigest.isEqual(presented, HexFormat.of().parseHex(token.sha256()))) {
                found = Optional.of(token);
            }
        }
        return found;
    }

    /** What a configuration keeps of a token's value: 64 lower-case hex digits. */
    public static String digest(String value) {
        return HexFormat.of().formatHex(sha256(value.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
