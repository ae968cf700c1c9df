package io.nhigovernor.governor.replay;

import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.governor.signal.BaselineAccumulator;
import io.nhigovernor.governor.signal.ControlBaseline;
import io.nhigovernor.governor.signal.Micros;
import io.nhigovernor.governor.signal.Signal;
import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a stream tells of its ring and control before their cutovers; control's is the first member's. */
final class Past {
    private final RingLine ring;
    private final Map<String, Long> cutovers = new HashMap<>();
    private final Map<String, BaselineAccumulator> accounts = new HashMap<>();
    private long controlHeard = Long.MIN_VALUE;
    private long controlGap;

    Past(RingLine ring) {
        this.ring = ring;
        Instant from = Micros.instant(ring.baselineFrom());
        ring.cutovers().forEach((member, at) -> know(member, from, at));
        ring.control().forEach(id -> know(id, from, ring.firstCutover()));
    }

    private void know(String account, Instant from, long cutover) {
        cutovers.put(account, cutover);
        accounts.put(account, new BaselineAccumulator(from, Micros.instant(cutover)));
    }

    boolean isControl(String identity) {
        return cutovers.containsKey(identity) && !ring.cutovers().containsKey(identity);
    }

    /** Takes a signal if it is of the past; answers whether it was. */
    boolean took(Signal signal, long at) {
        Long cutover = cutovers.get(signal.account());
        if (cutover == null || at >= cutover) {
            return false;
        }
        BaselineAccumulator account = accounts.get(signal.account());
        if (account != null) {
            account.add(signal);
        }
        if (isControl(signal.account()) && !signal.probe() && at >= ring.baselineFrom()) {
            controlGap = controlHeard == Long.MIN_VALUE ? 0 : Math.max(controlGap, at - controlHeard);
            controlHeard = at;
        }
        return true;
    }

    ControlBaseline control() {
        Map<String, AccountBaseline> baselines = new TreeMap<>();
        ring.control().forEach(id -> baselines.put(id, of(id)));
        return new ControlBaseline(baselines, Micros.seconds(controlGap));
    }

    Map<RawSignal.Kind, Double> pool() {
        List<AccountBaseline> all = new ArrayList<>();
        ring.members().forEach(id -> all.add(of(id)));
        ring.control().forEach(id -> all.add(of(id)));
        return AccountBaseline.pool(all);
    }

    /** A member's baseline, at its cutover; its past is then forgotten. */
    AccountBaseline freeze(String member) {
        AccountBaseline baseline = of(member);
        accounts.remove(member);
        return baseline;
    }

    private AccountBaseline of(String account) {
        BaselineAccumulator known = accounts.get(account);
        return known == null ? AccountBaseline.silent(0) : known.baseline();
    }
}
