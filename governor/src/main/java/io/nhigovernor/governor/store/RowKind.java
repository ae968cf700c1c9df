package io.nhigovernor.governor.store;

/** What is kept as rows; each kind is a table of its own. */
public enum RowKind {
    /** An applied document (identity, credential, ring plan, schedule); id is {@code kind/id}. */
    DOCUMENT,
    /** A rollout's own state; its plan, which never changes, has a row beside it. */
    ROLLOUT,
    /** A credential change; id is {@code rollout/credential}. */
    CHANGE,
    /** A cutover; id is {@code rollout/target}. */
    CUTOVER,
    /** When a schedule ran last and runs next. */
    SCHEDULE_STATE,
    /** What is watched of a rollout, its judges with it; id is the rollout's. Beside it the moves that are newer. */
    SNAPSHOT,
    /** How a credential was last known to stand outside; id is the credential's. */
    STANDING,
    /** An answered request, by its idempotency key. */
    REQUEST
}
