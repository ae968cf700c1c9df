package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Caller;
import java.util.Map;
import java.util.Optional;

/**
 * A request that passed the door: known token, right scope, bounded body, known query names.
 *
 * @param token empty only on routes that need none
 * @param headers names in lower case
 */
record Ask(
        Optional<Token> token,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        String mediaType,
        byte[] body) {

    Caller caller() {
        return new Caller(token.map(Token::name).orElse("anyone"), "token");
    }

    String part(String name) {
        return path.getOrDefault(name, "");
    }

    Optional<String> asked(String name) {
        return Optional.ofNullable(query.get(name));
    }
}
