package io.nhigovernor.governor.api;

/** The scope a route asks for. */
public enum Need {
    /** Anyone, without a token. */
    NOTHING("none"),
    READ("read"),
    OPERATE("operate"),
    APPROVE("approve"),
    SIGNAL("signal:<source>");

    private final String text;

    Need(String text) {
        this.text = text;
    }

    /** The scope as a configuration writes it. */
    public String text() {
        return text;
    }

    boolean metBy(Token token) {
        return switch (this) {
            case NOTHING -> true;
            case READ -> token.scopes().stream().anyMatch(scope -> !(scope instanceof Scope.Signal));
            case OPERATE -> token.scopes().contains(new Scope.Operate());
            case APPROVE -> token.scopes().contains(new Scope.Approve());
            case SIGNAL -> token.source().isPresent();
        };
    }
}
