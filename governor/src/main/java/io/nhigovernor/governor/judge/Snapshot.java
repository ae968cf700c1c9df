package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.signal.Freshness;
import io.nhigovernor.governor.signal.Signal;
import java.util.List;
import java.util.Optional;

/**
 * All a ring's judge knows at one instant, as plain values; with the same {@link RingSetup} it goes on from here. Instants
 * are microseconds.
 *
 * @param taken until when time had been told
 * @param judged until when seconds were judged; {@code waiting} holds what came after
 */
public record Snapshot(
        String ring,
        boolean started,
        long start,
        long taken,
        long judged,
        long arrived,
        List<Signal> waiting,
        List<Freshness.Saved> sources,
        List<Member.Saved> members,
        ControlGroup.Saved control,
        List<Strand.Saved> strands,
        SilenceClock.Saved silence,
        OutageWindow.Saved outage,
        RingClock.Saved clock,
        double delta,
        long nextMinute,
        long candidateFails,
        boolean promoted,
        boolean halted,
        Optional<Verdict> said) {}
