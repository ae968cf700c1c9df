package io.nhigovernor.testkit.servers;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Vault said. Prints its status only: a body may hold a secret.
 *
 * @param status of HTTP
 * @param body an empty object if there was none
 */
public record VaultAnswer(int status, JsonNode body) {
    private static final int GOOD_FROM = 200;
    private static final int GOOD_BELOW = 300;

    public boolean good() {
        return status >= GOOD_FROM && status < GOOD_BELOW;
    }

    /** The field {@code data} of a good answer. */
    public JsonNode data() {
        return body.path("data");
    }

    @Override
    public String toString() {
        return "VaultAnswer[" + status + "]";
    }
}
