package io.nhigovernor.governor.simulation;

/** Everything that is done to a simulated world from outside: what goes wrong, and what people order meanwhile. */
public enum Disturbance {
    // ---- one effect
    REFUSED(Kind.EFFECT),
    BUSY(Kind.EFFECT),
    LOST_BEFORE(Kind.EFFECT),
    LOST_AFTER(Kind.EFFECT),
    /** Lands later, within its horizon. */
    DELAYED(Kind.EFFECT),
    /** Lands after its horizon; only where the write is conditional, elsewhere the horizon is what is assumed. */
    DELAYED_PAST_HORIZON(Kind.EFFECT),
    DUPLICATED(Kind.EFFECT),
    /** A stranger wrote just before, what was there already: the version is another one. */
    WRONG_VERSION(Kind.EFFECT),

    // ---- one read or proof
    UNREADABLE(Kind.READ),
    STALE_READ(Kind.READ),
    INCONCLUSIVE(Kind.READ),
    PARTY_REFUSES(Kind.READ),

    // ---- the process
    /** Before anything under way was sent (K1). */
    CRASH_BEFORE_SEND(Kind.CRASH),
    /** Everything under way took effect, no answer was heard (K3, K4). */
    CRASH_AFTER_EFFECT(Kind.CRASH),
    /** Inside a commit that turns out not to have been written (K5). */
    CRASH_COMMIT_LOST(Kind.CRASH),
    /** Inside a commit that turns out to have been written (K5). */
    CRASH_COMMIT_WRITTEN(Kind.CRASH),
    /** Paused, replaced, and awake again: what it had under way goes out late (K11). */
    ZOMBIE(Kind.CRASH),
    /** Down for as long as the slack says, while everybody else lives on (S18). */
    FROZEN(Kind.CRASH),
    CLOCK_SET_BACK(Kind.WORLD),
    CLOCK_SET_FORWARD(Kind.WORLD, false),
    /** An older copy of the database is brought back (K12). */
    DATABASE_SET_BACK(Kind.WORLD, false),

    // ---- signals
    BLIND(Kind.WORLD),
    SIGNAL_LOST(Kind.WORLD),
    /** A source that reports failures that did not happen. */
    FALSE_ALARM(Kind.WORLD),
    /** A source that says all is well on the candidate, and says nothing of the prior. */
    FALSE_COMFORT(Kind.WORLD),

    // ---- the candidate itself
    CANDIDATE_BROKEN(Kind.WORLD),

    // ---- words
    HOLD(Kind.WORD),
    RESUME(Kind.WORD),
    HALT(Kind.WORD),
    RESTORE_RING(Kind.WORD),
    RESTORE_TARGET(Kind.WORD),
    EXCLUDE(Kind.WORD),
    PROMOTE(Kind.WORD),
    APPROVE(Kind.WORD),
    /** Another rollout of what one under way holds: it is refused (S21). */
    RIVAL(Kind.WORD, false),
    /** A word that makes no sense now: it is refused, and nothing happens. */
    NONSENSE(Kind.WORD);

    /** What it is done to. */
    public enum Kind {
        EFFECT,
        READ,
        CRASH,
        WORLD,
        WORD
    }

    private final Kind kind;
    private final boolean rated;

    Disturbance(Kind kind) {
        this(kind, true);
    }

    Disturbance(Kind kind, boolean rated) {
        this.kind = kind;
        this.rated = rated;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it has a rate of its own; what has none happens where a world has decided on it. */
    public boolean rated() {
        return rated;
    }

    /** People's words are no faults. */
    public boolean fault() {
        return kind != Kind.WORD;
    }
}
