package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.governor.signal.ControlBaseline;
import io.nhigovernor.governor.signal.Micros;
import io.nhigovernor.governor.signal.Signal;
import io.nhigovernor.spi.RawSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The accounts held back: what happens to them happens to all. */
final class ControlGroup {
    private static final int ENOUGH = 20;
    private static final double RECENT = 3600;

    private final List<RawSignal.Kind> kinds;
    private final Map<String, Account> accounts = new HashMap<>();
    private final List<Account> ordered = new ArrayList<>();
    private final double longestGap;
    private final boolean enough;
    private final Set<Account> heard = new LinkedHashSet<>();
    private long start;
    private long lastHeard = Long.MIN_VALUE;

    ControlGroup(ControlBaseline before, List<RawSignal.Kind> kinds) {
        this.kinds = kinds;
        this.longestGap = before.longestGapSeconds();
        this.enough = before.accounts().values().stream()
                        .filter(known -> recent(known, kinds))
                        .count()
                >= ENOUGH;
        new TreeMap<>(before.accounts()).forEach((id, baseline) -> {
            Account account = new Account(id, baseline, kinds, accounts.size());
            accounts.put(id, account);
            ordered.add(account);
        });
    }

    /** Whether there is enough control to compare with; fixed for the whole run. */
    boolean enough() {
        return enough;
    }

    boolean has(String account) {
        return accounts.containsKey(account);
    }

    /** Control accounts heard in a second, before. */
    double expectedPerSecond() {
        double sum = 0;
        for (Account account : ordered) {
            sum += account.baseline.windowSeconds() > 0
                    ? account.baseline.activeSeconds() / account.baseline.windowSeconds()
                    : 0;
        }
        return sum;
    }

    double longestGap() {
        return longestGap;
    }

    void begin(long at, long settle, List<Strand> strands) {
        start = at;
        lastHeard = at;
        for (Account account : enough ? ordered : List.<Account>of()) {
            for (Strand strand : strands) {
                strand.control.enter(account.risks[strand.line], at, at + settle);
            }
        }
    }

    /** Takes control's signals of one second, then lets each strand's common mode pass that second. */
    int tick(List<Signal> signals, List<Strand> strands) {
        heard.clear();
        for (Signal signal : signals) {
            Account account = accounts.get(signal.account());
            long at = Micros.of(signal.at());
            if (account != null && !signal.probe() && at >= start) {
                take(account, signal, at, strands);
            }
        }
        for (Strand strand : strands) {
            double shares = 0;
            int calling = 0;
            for (Account account : heard) {
                if (account.calls[strand.line] > 0) {
                    shares += (double) account.failures[strand.line] / account.calls[strand.line];
                    calling++;
                }
            }
            strand.common.tick(1, shares, calling);
        }
        return heard.size();
    }

    /** Whether control is talking: a signal within three of its longest pauses, at least 60 s. */
    boolean active(long now) {
        return !enough || now - lastHeard <= Math.max(60, 3 * longestGap) * 1e6;
    }

    void addTo(Excess excess, long now) {
        if (enough) {
            for (Account account : ordered) {
                account.minutes.close(now - start);
                excess.control(account.minutes, account.baseline);
            }
        }
    }

    List<RiskAccount> risks(int line) {
        return ordered.stream().map(account -> account.risks[line]).toList();
    }

    Saved save() {
        return new Saved(start, lastHeard, ordered.stream().map(Account::save).toList());
    }

    void restore(Saved saved) {
        start = saved.start();
        lastHeard = saved.lastHeard();
        for (Account.Saved one : saved.accounts()) {
            Account account = accounts.get(one.id());
            if (account != null) {
                account.restore(one);
            }
        }
    }

    private void take(Account account, Signal signal, long at, List<Strand> strands) {
        lastHeard = Math.max(lastHeard, at);
        if (heard.add(account)) {
            account.newSecond();
        }
        int line = kinds.indexOf(signal.kind());
        if (line < 0 || signal.outcome() == RawSignal.Result.EXCLUDED) {
            return;
        }
        boolean failed = signal.outcome() == RawSignal.Result.FAIL;
        account.calls[line]++;
        account.failures[line] += failed ? 1 : 0;
        account.minutes.call(at - start, failed);
        strands.get(line).control.call(account.risks[line], at, failed);
    }

    private static boolean recent(AccountBaseline baseline, List<RawSignal.Kind> kinds) {
        return kinds.stream().map(baseline::of).anyMatch(before -> before.calls() > 0 && before.gapSeconds() <= RECENT);
    }

    /** What a snapshot keeps. */
    public record Saved(long start, long lastHeard, List<Account.Saved> accounts) {}

    /** One account of control. */
    static final class Account {
        private final String id;
        private final AccountBaseline baseline;
        private final RiskAccount[] risks;
        private final int[] calls;
        private final int[] failures;
        private final MinuteShares minutes = new MinuteShares();

        Account(String id, AccountBaseline baseline, List<RawSignal.Kind> kinds, int index) {
            this.id = id;
            this.baseline = baseline;
            this.risks = kinds.stream()
                    .map(kind -> new RiskAccount(index, baseline.of(kind)))
                    .toArray(RiskAccount[]::new);
            this.calls = new int[kinds.size()];
            this.failures = new int[kinds.size()];
        }

        void newSecond() {
            java.util.Arrays.fill(calls, 0);
            java.util.Arrays.fill(failures, 0);
        }

        Saved save() {
            return new Saved(id, List.of(risks).stream().map(RiskAccount::save).toList(), minutes.save());
        }

        void restore(Saved saved) {
            for (int line = 0; line < risks.length; line++) {
                risks[line].restore(saved.risks().get(line));
            }
            minutes.restore(saved.minutes());
        }

        /** What a snapshot keeps. */
        public record Saved(String id, List<RiskAccount.Saved> risks, MinuteShares.Saved minutes) {}
    }
}
