package io.nhigovernor.governor.judge;

import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.signal.Micros;
import java.util.List;

/** The eight conditions of a promotion (judge §2.4); each one not met is a reason to hold. */
final class PromotionRules {
    private static final double SUSPICION = Math.log(20);
    private static final double OPEN_RUNS = 0.005;

    private final Gate gate;
    private final JudgeParameters parameters;
    private final double promised;

    PromotionRules(Gate gate, JudgeParameters parameters, int members) {
        this.gate = gate;
        this.parameters = parameters;
        this.promised = promised(gate, members);
    }

    /** The excess failure share a promotion promises to stay under; 1 under proof of life, which promises none. */
    static double promised(Gate gate, int members) {
        return switch (gate.promise()) {
            case Gate.Promise.ProofOfLife life -> 1;
            case Gate.Promise.Excess excess ->
                excess.delta().orElse(members <= 10 ? 0.05 : members <= 100 ? 0.02 : 0.01);
        };
    }

    Findings look(Standing ring, List<Member> members, boolean named) {
        Findings found = new Findings(named);
        People people = count(ring, members, found);
        lives(people, found);
        time(ring, found);
        harm(ring, people, found);
        power(ring, found);
        telemetry(ring, found);
        return found;
    }

    private People count(Standing ring, List<Member> members, Findings found) {
        People people = new People();
        for (Member member : members) {
            if (!member.excluded) {
                people.add(member, look(ring, member, found));
            }
        }
        return people;
    }

    /** Notes what holds of one member; answers whether it has shown what P2 and P3 ask. */
    private boolean look(Standing ring, Member member, Findings found) {
        boolean proven = member.proven(parameters.proofs());
        boolean dormant = !proven && member.dormant(parameters.window());
        if (dormant && !member.vouchedFor()) {
            found.member(ReasonCode.DORMANT, member);
        } else if (!proven && !dormant) {
            found.member(ReasonCode.UNPROVEN, member);
        }
        if (member.notAdopted()) {
            found.member(ReasonCode.NOT_ADOPTED, member);
        }
        if (member.silent(ring.now())) {
            found.member(ReasonCode.SILENT, member);
        }
        if (proven && member.stale(ring.now())) {
            found.member(ReasonCode.STALE, member);
        }
        if (member.restored) {
            found.member(ReasonCode.RESTORED, member);
        }
        if (member.openRun()) {
            found.member(ReasonCode.SUSPECT, member);
        }
        return proven || dormant;
    }

    private void lives(People people, Findings found) {
        int unproven = found.count(ReasonCode.UNPROVEN);
        if (people.members == 0) {
            found.add(ReasonCode.UNPROVEN, "no member is left to prove anything");
        } else if (unproven > 0 && !onProbation(people, unproven)) {
            found.add(
                    ReasonCode.UNPROVEN,
                    text(
                            found,
                            "%d of %d members have fewer than %d successes on the candidate",
                            unproven,
                            people.members,
                            parameters.proofs()));
        }
        addIfAny(found, ReasonCode.DORMANT, "%d members call too seldom to prove themselves: probe or waive them");
        addIfAny(found, ReasonCode.NOT_ADOPTED, "%d members were seen on the prior only");
        addIfAny(found, ReasonCode.SILENT, "%d members that should have called were not heard");
        addIfAny(found, ReasonCode.STALE, "%d members have not succeeded in the last 30 min");
        addIfAny(found, ReasonCode.RESTORED, "%d targets were restored and wait to be excluded");
    }

    private boolean onProbation(People people, int unproven) {
        return gate.probation()
                .filter(least -> people.members - unproven >= least.accounts() * people.members)
                .filter(least -> people.provenCalls >= least.calls() * people.calls)
                .isPresent();
    }

    private void time(Standing ring, Findings found) {
        if (!ring.allMoved()) {
            found.add(ReasonCode.TOO_EARLY, "not all members are cut over");
        } else if (ring.watched() < Micros.of(gate.minWindow())) {
            found.add(
                    ReasonCode.TOO_EARLY,
                    text(
                            found,
                            "watched for %.0f of %.0f s",
                            Micros.seconds(ring.watched()),
                            gate.minWindow().toMillis() / 1000.0));
        }
        if (ring.over()) {
            found.add(ReasonCode.INCONCLUSIVE, "the longest window ended without a decision");
        } else if (ring.blind()) {
            found.add(ReasonCode.INCONCLUSIVE, "telemetry has been blind for more than 10 min");
        }
    }

    private void harm(Standing ring, People people, Findings found) {
        if (ring.guarded()) {
            found.add(
                    ReasonCode.COMMON_MODE,
                    text(found, "control fails too: %.1f %% more than usual", 100 * ring.common()));
        }
        int runs = found.count(ReasonCode.SUSPECT);
        if (ring.lnOpen() >= SUSPICION) {
            found.add(ReasonCode.SUSPECT, text(found, "evidence of harm is %.3g to 1", Math.exp(ring.lnOpen())));
        } else if (runs > Math.floor(OPEN_RUNS * people.members)) {
            found.add(ReasonCode.SUSPECT, text(found, "%d members have failed three times running", runs));
        }
    }

    private void power(Standing ring, Findings found) {
        boolean bounded = gate.promise() instanceof Gate.Promise.Excess;
        if (bounded && !(ring.delta() < promised)) {
            found.add(
                    ReasonCode.POWER,
                    text(
                            found,
                            "excess failures bounded by %.2f %%, promised %.2f %%",
                            100 * ring.delta(),
                            100 * promised));
        }
    }

    private static void telemetry(Standing ring, Findings found) {
        if (!ring.telemetry()) {
            found.add(
                    ReasonCode.TELEMETRY_LATE,
                    ring.lateSources().isEmpty()
                            ? "no source is heard"
                            : "not heard for over 60 s: " + String.join(", ", ring.lateSources()));
        } else if (!ring.controlActive()) {
            found.add(ReasonCode.TELEMETRY_LATE, "control is silent too");
        }
        if (ring.outage().outage()) {
            found.add(
                    ReasonCode.OUTAGE,
                    text(
                            found,
                            "%d of the last %d calls had no meaning",
                            ring.outage().excluded(),
                            ring.outage().calls()));
        }
    }

    private static void addIfAny(Findings found, ReasonCode code, String format) {
        if (found.count(code) > 0) {
            found.add(code, text(found, format, found.count(code)));
        }
    }

    private static String text(Findings found, String format, Object... values) {
        return found.named() ? Texts.of(format, values) : "";
    }

    /** How many members there are, and how many of their former calls belong to proven ones. */
    private static final class People {
        private int members;
        private double calls;
        private double provenCalls;

        void add(Member member, boolean proven) {
            members++;
            calls += member.callsPerSecond;
            provenCalls += proven ? member.callsPerSecond : 0;
        }
    }
}
