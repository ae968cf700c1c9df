package io.nhigovernor.governor.cli;

/** What a command's exit code says. */
public enum ExitCode {
    OK(0, "done; for watch and --wait: the rollout completed"),
    INTERNAL(1, "something failed inside"),
    BAD_INPUT(2, "wrong usage, or something wrong in what was given"),
    REFUSED(3, "refused: not allowed, or not possible now"),
    NOT_FOUND(4, "there is no such thing"),
    UNAUTHORIZED(5, "no known token, or its scope does not reach that far"),
    UNREACHABLE(6, "the governor cannot be reached, or did not answer in time"),
    VERIFICATION_FAILED(7, "what was checked does not hold"),
    NOT_COMPLETED(8, "the rollout ended restored or partial"),
    STILL_RUNNING(9, "the rollout had not ended when --timeout was over");

    private final int code;
    private final String text;

    ExitCode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    public String text() {
        return text;
    }

    static ExitCode of(int code) {
        for (ExitCode known : values()) {
            if (known.code == code) {
                return known;
            }
        }
        throw new IllegalArgumentException("no exit code " + code);
    }

    static ExitCode ofStatus(int status, boolean scope) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> scope ? UNAUTHORIZED : REFUSED;
            case 404 -> NOT_FOUND;
            case 409, 507 -> REFUSED;
            case 408, 429, 503 -> UNREACHABLE;
            default -> status >= 500 ? INTERNAL : BAD_INPUT;
        };
    }
}
