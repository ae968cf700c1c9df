package io.nhigovernor.governor.api;

import java.util.Optional;

/** Answers kept under their idempotency keys. Called on a thread that may block. */
public interface RequestLog {
    Optional<Kept> get(String token, String key);

    void put(String token, String key, Kept kept);

    /** @param request SHA-256 of method, path, query and body, hex */
    record Kept(String request, Reply reply) {}
}
