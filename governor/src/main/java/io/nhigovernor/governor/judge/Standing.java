package io.nhigovernor.governor.judge;

import java.util.List;

/**
 * Where a ring stands at the end of a second, apart from its members.
 *
 * @param now in microseconds, as is {@code watched}: healthy time since the last member's cutover
 * @param lateSources sources that are not heard
 * @param blind telemetry has been unhealthy for more than 10 minutes
 * @param common control's failing share beyond the usual
 * @param lnOpen evidence over the members not excluded
 * @param delta bound on the excess failure share so far
 * @param over the longest window has ended
 */
record Standing(
        long now,
        long watched,
        boolean allMoved,
        boolean telemetry,
        List<String> lateSources,
        boolean controlActive,
        boolean blind,
        boolean guarded,
        double common,
        double lnOpen,
        OutageWindow outage,
        double delta,
        boolean over) {}
