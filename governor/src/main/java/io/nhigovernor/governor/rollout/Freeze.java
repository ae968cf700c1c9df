package io.nhigovernor.governor.rollout;

/** Whether rollouts act at all: the database may have been set back, and rows then tell of an older state (K12). */
public enum Freeze {
    NONE,
    /** The rows are older than what was done, and were not compared with the outside yet: nothing leaves. */
    UNREAD,
    /** The rows tell what is there outside; until a human confirms, only what gives a consumer its prior back leaves. */
    READ
}
