package io.nhigovernor.governor.api;

import io.nhigovernor.governor.wire.Fields;

/** What the HTTP interface itself can answer wrongly-asked questions with. The engine's own refusals bring their codes. */
public enum Code {
    BAD_JSON("A4001", 400, "The body cannot be read"),
    BAD_QUERY("A4002", 400, "The query cannot be read"),
    UNKNOWN_FIELD("A4003", 400, "Unknown field"),
    MISSING_FIELD("A4004", 400, "Missing field"),
    BAD_VALUE("A4005", 400, "Bad value"),
    BAD_IDEMPOTENCY_KEY("A4006", 400, "Bad idempotency key"),
    BAD_PATH("A4008", 400, "The path cannot be read"),
    NO_TOKEN("A4010", 401, "A token is needed"),
    OUT_OF_SCOPE("A4030", 403, "The token's scope does not reach that far"),
    UNKNOWN_ROUTE("A4040", 404, "No such route"),
    NO_ROLLOUT("A4041", 404, "No such rollout"),
    WRONG_METHOD("A4050", 405, "Wrong method"),
    SLOW_BODY("A4080", 408, "The body took too long"),
    KEY_IN_FLIGHT("A4090", 409, "The first request with this key is still under way"),
    BODY_TOO_LARGE("A4130", 413, "The body is too large"),
    WRONG_TYPE("A4150", 415, "Wrong content type"),
    WRONG_ENCODING("A4151", 415, "Wrong content encoding"),
    KEY_REUSED("A4220", 422, "Idempotency key reused"),
    BUFFER_FULL("A4290", 429, "The signal buffer is full"),
    INTERNAL("A5000", 500, "An internal error"),
    TOO_MANY_STREAMS("A5031", 503, "Too many event streams"),
    NO_ANSWER("A5030", 503, "The governor did not answer in time");

    /** The codes strict readers of request bodies report under. */
    public static final Fields.Codes FIELDS = new Fields.Codes(UNKNOWN_FIELD.code, MISSING_FIELD.code, BAD_VALUE.code);

    private final String code;
    private final int status;
    private final String title;

    Code(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
