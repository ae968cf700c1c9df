package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.spi.RawSignal;
import java.util.List;
import java.util.Optional;

/** One member of a ring: what it was like before its cutover and what was seen of it since. */
final class Member {
    static final long NEVER = Long.MIN_VALUE;
    private static final int OPEN_RUN = 3;

    final String id;
    final int index;
    final MinuteShares minutes = new MinuteShares();
    AccountBaseline baseline = AccountBaseline.silent(0);
    MemberLine[] lines = new MemberLine[0];
    long cutover = NEVER;
    double callsPerSecond;
    double patience;
    double silentSince;
    boolean heard;
    boolean priorSeen;
    boolean candidateSeen;
    boolean probed;
    boolean waived;
    boolean restored;
    boolean excluded;
    int failRun;
    long lastOk = NEVER;
    /** The windows this account has begun, the first being 0. */
    long window;

    Member(String id, int index, boolean waived) {
        this.id = id;
        this.index = index;
        this.waived = waived;
    }

    boolean moved() {
        return cutover != NEVER;
    }

    boolean proven(int successes) {
        for (MemberLine line : lines) {
            if (line.proofs < successes) {
                return false;
            }
        }
        return moved();
    }

    /** Whether it calls too seldom to prove itself within the window. */
    boolean dormant(double windowSeconds) {
        return moved() && callsPerSecond * windowSeconds < 3;
    }

    boolean vouchedFor() {
        return probed || waived;
    }

    boolean notAdopted() {
        return moved() && priorSeen && !candidateSeen;
    }

    boolean silent(long now) {
        return moved() && !heard && callsPerSecond * (now - cutover) / 1e6 >= 3;
    }

    boolean stale(long now) {
        return callsPerSecond * 1800 >= 10 && lastOk != NEVER && lastOk < now - 1_800_000_000L;
    }

    boolean openRun() {
        return failRun >= OPEN_RUN;
    }

    double sinceCutover(long at) {
        return (at - cutover) / 1e6;
    }

    Saved save() {
        List<MemberLine.Saved> saved =
                List.of(lines).stream().map(MemberLine::save).toList();
        return new Saved(
                id,
                moved() ? Optional.of(baseline) : Optional.empty(),
                cutover,
                saved,
                minutes.save(),
                silentSince,
                heard,
                priorSeen,
                candidateSeen,
                probed,
                restored,
                excluded,
                failRun,
                lastOk,
                window);
    }

    /** Everything but the lines. */
    void restore(Saved saved, List<RawSignal.Kind> kinds) {
        saved.baseline().ifPresent(known -> moveTo(saved.cutover(), known, kinds));
        minutes.restore(saved.minutes());
        silentSince = saved.silentSince();
        heard = saved.heard();
        priorSeen = saved.priorSeen();
        candidateSeen = saved.candidateSeen();
        probed = saved.probed();
        restored = saved.restored();
        excluded = saved.excluded();
        failRun = saved.failRun();
        lastOk = saved.lastOk();
        window = saved.window();
    }

    void moveTo(long at, AccountBaseline before, List<RawSignal.Kind> kinds) {
        cutover = at;
        baseline = before;
        callsPerSecond = before.callsPerSecond(kinds);
        patience = Silence.patience(before);
    }

    /** What a snapshot keeps. */
    public record Saved(
            String id,
            Optional<AccountBaseline> baseline,
            long cutover,
            List<MemberLine.Saved> lines,
            MinuteShares.Saved minutes,
            double silentSince,
            boolean heard,
            boolean priorSeen,
            boolean candidateSeen,
            boolean probed,
            boolean restored,
            boolean excluded,
            int failRun,
            long lastOk,
            long window) {}
}
