package io.nhigovernor.governor.schedule;

import java.time.Instant;

/** Whether a schedule should run now. */
public sealed interface DueAnswer {
    /** @param at the tick it runs for; before now if it is late */
    record Due(Instant at) implements DueAnswer {}

    /** @param next when to ask again at the latest */
    record NotYet(Instant next, String reason) implements DueAnswer {}

    /** Nothing is coming as things stand. */
    record Idle(String reason) implements DueAnswer {}
}
