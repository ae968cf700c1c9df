package io.nhigovernor.testkit.faults;

/**
 * One request on its way through a {@link FaultProxy}.
 *
 * @param number from 1, over all connections, since the script was set
 * @param target path and query as they were sent
 */
public record Passage(int number, String method, String target) {}
