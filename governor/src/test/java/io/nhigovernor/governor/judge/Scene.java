package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.signal.AccountBaseline;
import io.nhigovernor.governor.signal.ControlBaseline;
import io.nhigovernor.governor.signal.GenerationSeen;
import io.nhigovernor.governor.signal.KindBaseline;
import io.nhigovernor.governor.signal.Signal;
import io.nhigovernor.spi.RawSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A ring under judgement, told in seconds since the first cutover. */
final class Scene {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final double DAY = 86_400;

    final List<Judgement> heard = new ArrayList<>();
    RingSetup setup;
    RingJudge judge;
    private int ids;

    Scene(Gate gate, List<String> members, Map<String, AccountBaseline> control) {
        this(gate, members, control, Set.of());
    }

    Scene(Gate gate, List<String> members, Map<String, AccountBaseline> control, Set<String> waived) {
        setup = new RingSetup(
                "ring",
                gate,
                members,
                new ControlBaseline(control, 1),
                Map.of(RawSignal.Kind.AUTH, 0.0),
                Duration.ofHours(24),
                waived,
                Set.of(),
                RingSetup.Release.IN_ORDER);
        judge = new RingJudge(setup);
        heartbeat(0);
    }

    /** A day of a call every so many seconds, none of which failed; the last {@code gap} seconds ago. */
    static AccountBaseline calling(double everySeconds, double gap) {
        long calls = Math.round(DAY / everySeconds);
        int slots = (int) Math.min(DAY / 10, calls);
        return new AccountBaseline(
                DAY,
                slots,
                (int) Math.min(DAY, calls),
                everySeconds,
                Map.of(
                        RawSignal.Kind.AUTH,
                        new KindBaseline(
                                calls, 0, 288, 0, Math.max(0.02, 1 / 290.0), calls / 288.0, gap, true, 0, 288)));
    }

    static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + i);
        }
        return names;
    }

    static Map<String, AccountBaseline> control(int count, AccountBaseline baseline) {
        Map<String, AccountBaseline> control = new LinkedHashMap<>();
        names("c", count).forEach(name -> control.put(name, baseline));
        return control;
    }

    static Gate gate(Duration minWindow, Duration maxWindow, Gate.Promise promise) {
        Gate d = Gate.defaults();
        return new Gate(
                d.signals(),
                d.settle(),
                d.maxCacheTtl(),
                minWindow,
                maxWindow,
                promise,
                d.unattributed(),
                d.alpha(),
                d.probation(),
                false);
    }

    Instant at(double second) {
        return START.plusNanos(Math.round(second * 1e6) * 1000);
    }

    Scene cutover(double second, AccountBaseline baseline) {
        setup.members().forEach(member -> judge.cutover(member, at(second), baseline));
        return this;
    }

    Scene heartbeat(double second) {
        judge.heartbeat("verifier", at(second));
        return this;
    }

    Signal signalOf(double second, String account, RawSignal.Result outcome, GenerationSeen generation) {
        return new Signal(
                "verifier",
                String.format("%08d", ids++),
                account,
                at(second),
                RawSignal.Kind.AUTH,
                outcome,
                generation,
                false);
    }

    Scene say(double second, String account, RawSignal.Result outcome, GenerationSeen generation) {
        judge.signal(signalOf(second, account, outcome, generation), at(second));
        return this;
    }

    Scene ok(double second, String account) {
        return say(second, account, RawSignal.Result.OK, GenerationSeen.CANDIDATE);
    }

    Scene fail(double second, String account) {
        return say(second, account, RawSignal.Result.FAIL, GenerationSeen.CANDIDATE);
    }

    /** All of control calls once, and works. */
    Scene controlTalks(double second) {
        setup.control().accounts().keySet().stream()
                .sorted()
                .forEach(account -> say(second, account, RawSignal.Result.OK, GenerationSeen.PRIOR));
        return this;
    }

    Scene advance(double second) {
        heard.addAll(judge.advance(at(second)));
        return this;
    }

    Optional<Judgement> ringRestore() {
        return heard.stream()
                .filter(one -> one.target().isEmpty() && one.verdict().word() == Verdict.Word.RESTORE)
                .findFirst();
    }

    Optional<Judgement> promotion() {
        return heard.stream()
                .filter(one -> one.verdict().word() == Verdict.Word.PROMOTE)
                .findFirst();
    }

    Set<ReasonCode> codes() {
        return judge.current().codes();
    }

    double second(Judgement judgement) {
        return Duration.between(START, judgement.at()).toNanos() / 1e9;
    }
}
