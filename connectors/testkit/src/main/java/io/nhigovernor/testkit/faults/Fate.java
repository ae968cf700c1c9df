package io.nhigovernor.testkit.faults;

import java.time.Duration;

/** What becomes of one request. */
public sealed interface Fate {
    /** It reaches the server, and the answer its sender. */
    record Passes() implements Fate {}

    /** The connection ends before the server hears of it. */
    record LostOnTheWay() implements Fate {}

    /** The server answers, and the connection ends before the sender hears of it. */
    record AnswerLost() implements Fate {}

    /** The sender gets the first half of the answer, and then the connection ends. */
    record AnswerCut() implements Fate {}

    /** It reaches the server later. */
    record Late(Duration by) implements Fate {}

    /** The server never hears of it; its sender gets this answer. @param body JSON */
    record AnsweredInstead(int status, String body) implements Fate {}

    /** The server answers, and the sender never hears of it, on a connection that stays open. */
    record AnswerHeldBack() implements Fate {}
}
