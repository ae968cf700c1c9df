package io.nhigovernor.connectors.vault.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What Vault said to one request. None of them carries what Vault wrote about an error: it may repeat what was sent. */
public sealed interface Answer {
    /** 2xx. @param body what came with it; missing where there was nothing */
    record Found(JsonNode body) implements Answer {
        /** The part under {@code data}. */
        public JsonNode data() {
            return body.path("data");
        }
    }

    /** 404. @param body of a version of a secret that is deleted it still tells the metadata */
    record Absent(JsonNode body) implements Answer {}

    /** A definite no. */
    record Refused(int status, Complaint complaint) implements Answer {}

    /** Definitely not done, and may be asked again: sealed, standby, throttled, or not to be reached at all. */
    record Busy(String reason, Duration retryAfter) implements Answer {}

    /** It may have been done or not: the answer was lost, or the server failed on the way. */
    record Lost(String reason) implements Answer {}

    /** In words, for people. */
    default String told() {
        return switch (this) {
            case Found found -> "found";
            case Absent absent -> "there is nothing";
            case Refused refused -> refused.complaint().words() + " (" + refused.status() + ")";
            case Busy busy -> busy.reason();
            case Lost lost -> lost.reason();
        };
    }
}
