package io.nhigovernor.connectors.vault.logins;

import io.nhigovernor.spi.RawSignal.Result;

/** What it means that the server let a session not begin; SQLSTATEs are of its documentation, appendix A. */
record Refusals(Result result, String words) {
    private static final String ROLES_OWN_LIMIT = "too many connections for role";

    /** In words of ours: the server's may repeat what a client sent. */
    static Refusals of(ServerLine line) {
        return switch (line.state()) {
            case "28P01" -> no("the password is wrong", line);
            case "28000" -> no("the role may not log in", line);
            case "42501" -> no("the role may not connect to the database", line);
            case "53300" ->
                line.message().startsWith(ROLES_OWN_LIMIT)
                        ? no("the role has as many sessions as it may have", line)
                        : trouble(line);
            // The server starts or ends, is full, or has no such database: nothing that a role could help.
            default -> trouble(line);
        };
    }

    private static Refusals no(String words, ServerLine line) {
        return new Refusals(Result.FAIL, words + " (" + line.state() + ")");
    }

    private static Refusals trouble(ServerLine line) {
        return new Refusals(
                Result.EXCLUDED,
                "the server took no session" + (line.state().matches("[0-9A-Z]{5}") ? " (" + line.state() + ")" : ""));
    }
}
