package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.plan.PlannedCredential;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.governor.rollout.Step.Machine;
import io.nhigovernor.governor.rollout.Step.Move;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The working copy of one step: what the rules read and change, and all that the step will say it did. */
final class Stepping {
    private static final Errand NEVER_BEGUN = Errand.from(Instant.MIN);

    final Timing timing;
    final Retained retained;
    final Freeze freeze;
    final Instant now;
    private final Rollout.Header before;
    /** The rollout's own until the first change of one, then a copy: most steps change nothing. */
    private Rows<String, CredentialChange> changes;

    private Rows<TargetId, Cutover> cutovers;
    private Map<String, Errand> errands;
    private boolean errandsCopied;
    private final List<RingState> rings;
    private final Set<String> touchedChanges = new LinkedHashSet<>();
    private final Set<TargetId> touchedCutovers = new LinkedHashSet<>();
    private final List<OpenIntent> opened = new ArrayList<>();
    private final List<Step.Closed> closed = new ArrayList<>();
    private final List<LedgerDraft> entries = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private boolean headerTouched;
    private boolean wrong;
    private boolean looksAtAll = true;
    /** Credentials that something of this step was about; counted also while all are looked at. */
    private final SortedSet<String> concerned = new TreeSet<>();

    private @Nullable Asked lastAsked;
    private long nextIntent;
    private RolloutPhase phase;
    private String actor = "governor";
    final List<String> approvals;
    Live live;
    Clocks clocks;
    Optional<Duration> passedAt;
    Optional<Instant> startedAt;
    Optional<Instant> endedAt;
    Optional<RestoreFacts> restore;

    /** @param place of its change */
    private record Asked(String credential, PlannedCredential planned, int place) {}

    Stepping(Rollout rollout, Timing timing, Retained retained, Freeze freeze, Instant now) {
        this.freeze = freeze;
        this.timing = timing;
        this.retained = retained;
        this.now = now;
        live = rollout.live();
        before = rollout.header();
        changes = rollout.changes();
        cutovers = rollout.cutovers();
        errands = rollout.errands();
        rings = new ArrayList<>(before.rings());
        approvals = new ArrayList<>(before.approvals());
        phase = before.phase();
        clocks = before.clocks();
        nextIntent = before.nextIntent();
        passedAt = before.passedAt();
        startedAt = before.startedAt();
        endedAt = before.endedAt();
        restore = before.restore();
    }

    // ---- reading

    String id() {
        return before.id();
    }

    Plan plan() {
        return before.plan();
    }

    String requester() {
        return before.requester();
    }

    Instant createdAt() {
        return before.createdAt();
    }

    RolloutPhase phase() {
        return phase;
    }

    /** Goes forward: a rollout whose rows may be older than what was done does not. */
    boolean running() {
        return phase instanceof RolloutPhase.Running && freeze == Freeze.NONE;
    }

    /** Whether an intent may be sent at all. Nothing irreversible, and nothing forward, leaves in a freeze. */
    boolean leaves(Operation operation) {
        return switch (freeze) {
            case NONE -> !operation.forward() || running();
            case UNREAD -> false;
            case READ -> operation.givesBack();
        };
    }

    boolean halting() {
        return phase instanceof RolloutPhase.Halting;
    }

    List<RingState> rings() {
        return Collections.unmodifiableList(rings);
    }

    RingState ring(int index) {
        return rings.get(index);
    }

    Ring ringPlan(int index) {
        return plan().rings().get(index).ring();
    }

    PlannedCredential planned(String credential) {
        return asked(credential).planned();
    }

    List<CredentialChange> changes() {
        return List.copyOf(changes.values());
    }

    List<Cutover> cutovers() {
        return List.copyOf(cutovers.values());
    }

    List<Cutover> members(int ring) {
        List<Cutover> members = new ArrayList<>();
        for (Cutover cutover : cutovers.values()) {
            if (cutover.ring() == ring) {
                members.add(cutover);
            }
        }
        return members;
    }

    List<Cutover> targetsOf(String credential) {
        return List.copyOf(cutovers.of(credential));
    }

    boolean everyChange(Predicate<CredentialChange> asked) {
        return !anyChange(asked.negate());
    }

    boolean anyChange(Predicate<CredentialChange> asked) {
        for (CredentialChange change : changes.values()) {
            if (asked.test(change)) {
                return true;
            }
        }
        return false;
    }

    boolean everyCutover(Predicate<Cutover> asked) {
        return !anyCutover(asked.negate());
    }

    boolean anyCutover(Predicate<Cutover> asked) {
        for (Cutover cutover : cutovers.values()) {
            if (asked.test(cutover)) {
                return true;
            }
        }
        return false;
    }

    boolean everyMember(int ring, Predicate<Cutover> asked) {
        return !anyMember(ring, asked.negate());
    }

    boolean anyMember(int ring, Predicate<Cutover> asked) {
        return anyCutover(cutover -> cutover.ring() == ring && asked.test(cutover));
    }

    boolean everyTarget(CredentialChange change, Predicate<Cutover> asked) {
        return !anyTarget(change, asked.negate());
    }

    boolean anyTarget(CredentialChange change, Predicate<Cutover> asked) {
        for (Cutover cutover : cutovers.of(change.credential())) {
            if (asked.test(cutover)) {
                return true;
            }
        }
        return false;
    }

    CredentialChange change(String credential) {
        return changes.at(asked(credential).place());
    }

    /** Rules ask again and again about the credential whose row they look at. */
    private Asked asked(String credential) {
        Asked last = lastAsked;
        if (last == null || !last.credential().equals(credential)) {
            int place = changes.place(credential);
            if (place < 0) {
                throw new IllegalStateException("no change of " + credential + " in " + id());
            }
            last = new Asked(credential, plan().credential(credential), place);
            lastAsked = last;
        }
        return last;
    }

    Cutover cutover(TargetId target) {
        Cutover cutover = cutovers.get(target);
        if (cutover == null) {
            throw new IllegalStateException("no cutover of " + target + " in " + id());
        }
        return cutover;
    }

    /** A target whose delivery holds the candidate's secret part, if one does. */
    Optional<TargetId> holderOfCandidate(String credential) {
        Optional<Fingerprint> candidate = change(credential).candidate();
        if (candidate.isEmpty()) {
            return Optional.empty();
        }
        for (Cutover cutover : cutovers.of(credential)) {
            if (cutover.staged().equals(candidate)) {
                return Optional.of(cutover.target());
            }
        }
        return Optional.empty();
    }

    // ---- what the rules look at

    /**
     * From here on the rules look only at rows of credentials that something in this step was about, until a fact changes on which
     * all rows depend. What waits for time alone is found at the next tick, which looks at all.
     */
    void looksAtConcerned() {
        looksAtAll = false;
    }

    boolean looksAtAll() {
        return looksAtAll;
    }

    /** What came was about this one, also if no row of it changed. */
    void concerns(String credential) {
        concerned.add(credential);
    }

    List<CredentialChange> changesToLookAt() {
        if (looksAtAll) {
            return changes();
        }
        List<CredentialChange> found = new ArrayList<>();
        concerned.forEach(credential -> found.add(change(credential)));
        return found;
    }

    List<Cutover> cutoversToLookAt() {
        if (looksAtAll) {
            return cutovers();
        }
        List<Cutover> found = new ArrayList<>();
        concerned.forEach(credential -> found.addAll(cutovers.of(credential)));
        return found;
    }

    // ---- changing

    /** Whose word this step follows; the ledger's actor. */
    void actor(String name) {
        actor = name;
    }

    void touchHeader() {
        headerTouched = true;
    }

    void put(CredentialChange change) {
        if (touchedChanges.isEmpty()) {
            changes = changes.copy();
        }
        changes.set(change.credential(), change);
        concerned.add(change.credential());
        touchedChanges.add(change.credential());
    }

    void put(Cutover cutover) {
        if (touchedCutovers.isEmpty()) {
            cutovers = cutovers.copy();
        }
        cutovers.set(cutover.target(), cutover);
        concerned.add(cutover.target().credential());
        touchedCutovers.add(cutover.target());
    }

    void put(int index, RingState ring) {
        rings.set(index, ring);
        headerTouched = true;
        looksAtAll = true;
    }

    void move(RolloutPhase next, String why) {
        moved(Machine.ROLLOUT, id(), Phases.name((Record) phase), Phases.name((Record) next), why, Optional.empty());
        phase = next;
        headerTouched = true;
        looksAtAll = true;
    }

    /** The same phase with other particulars. */
    void say(RolloutPhase.Held held) {
        phase = held;
        headerTouched = true;
    }

    void move(int index, RingPhase next, String why) {
        RingState ring = rings.get(index);
        moved(
                Machine.RING,
                ring.name(),
                Phases.name((Record) ring.phase()),
                Phases.name((Record) next),
                why,
                Optional.empty());
        put(index, ring.phase(next));
    }

    void move(CredentialChange change, ChangePhase next, String why) {
        moved(
                Machine.CHANGE,
                change.credential(),
                Phases.name((Record) change.phase()),
                Phases.name((Record) next),
                why,
                Optional.of(change.attempt()));
        put(change.phase(next));
    }

    /** The row was wrong about the outside: no arrow leads there, it is there. */
    void reread(CredentialChange change, ChangePhase next, String why) {
        reread(change.credential(), Phases.name((Record) change.phase()), Phases.name((Record) next), why);
        put(change.phase(next));
    }

    /** The row was wrong about the outside: no arrow leads there, it is there. */
    void reread(Cutover cutover, CutoverPhase next, String why) {
        reread(cutover.target().toString(), Phases.name((Record) cutover.phase()), Phases.name((Record) next), why);
        put(cutover.phase(next));
    }

    private void reread(String subject, String from, String to, String why) {
        wrong = true;
        alarm(subject, "the database said " + from + ", outside it is " + to + ": " + why);
    }

    /** Whether a row was wrong about the outside. */
    boolean wrong() {
        return wrong;
    }

    void move(Cutover cutover, CutoverPhase next, String why) {
        moved(
                Machine.CUTOVER,
                cutover.target().toString(),
                Phases.name((Record) cutover.phase()),
                Phases.name((Record) next),
                why,
                Optional.of(change(cutover.target().credential()).attempt()));
        put(cutover.phase(next));
    }

    /** Records an intent of a change and sends it once that is durable. */
    OpenIntent open(CredentialChange change, Operation operation, Fingerprint generation, Optional<Version> expected) {
        OpenIntent intent = open(operation, change, Optional.empty(), Optional.of(generation), expected);
        put(change(change.credential()).intent(Optional.of(intent)));
        return intent;
    }

    /** Records an intent of a cutover and sends it once that is durable. */
    OpenIntent open(
            Cutover cutover, Operation operation, Optional<Fingerprint> generation, Optional<Version> expected) {
        OpenIntent intent = open(
                operation, change(cutover.target().credential()), Optional.of(cutover.target()), generation, expected);
        put(cutover(cutover.target()).intent(Optional.of(intent)));
        return intent;
    }

    private OpenIntent open(
            Operation operation,
            CredentialChange change,
            Optional<TargetId> target,
            Optional<Fingerprint> generation,
            Optional<Version> expected) {
        if (plan().compromised() && operation.givesBack()) {
            throw new IllegalStateException(operation + " of " + change.credential() + ": its prior is compromised");
        }
        if (freeze != Freeze.NONE && !leaves(operation)) {
            throw new IllegalStateException(operation + " of " + change.credential() + " in a freeze");
        }
        var intent = new OpenIntent(
                id() + "-i" + nextIntent,
                operation,
                change.credential(),
                target,
                change.attempt(),
                generation,
                expected);
        nextIntent++;
        headerTouched = true;
        opened.add(intent);
        var detail = new TreeMap<String, String>();
        detail.put("operation", operation.toString());
        detail.put("policy", "NotConfigured");
        generation.ifPresent(value -> detail.put("generation", value.value()));
        expected.ifPresent(version -> detail.put("expected", version.toString()));
        entries.add(draft(
                LedgerAction.INTENT, subject(intent), Optional.of(intent.attempt()), Optional.of(intent.id()), detail));
        send(intent);
        return intent;
    }

    /** Sends a recorded intent, for the first time or again under the same id. */
    void send(OpenIntent intent) {
        CredentialChange change = change(intent.credential());
        errandDone(Errand.readBack(intent));
        boolean begun =
                errand(Errand.send(intent), true, () -> new Action.Send(intent, source(intent), change.candidate()));
        if (begun) {
            SwapRules.began(this, intent);
        }
    }

    /** Where the material is read: the candidate where it lies, the prior, which is kept everywhere, at the first target. */
    private Optional<TargetId> source(OpenIntent intent) {
        return intent.operation() == Operation.ENABLE
                ? targetsOf(intent.credential()).stream().map(Cutover::target).findFirst()
                : holderOfCandidate(intent.credential());
    }

    void close(OpenIntent intent, String outcome) {
        closed.add(new Step.Closed(intent, outcome));
        errandDone(Errand.send(intent));
        errandDone(Errand.readBack(intent));
        entries.add(draft(
                LedgerAction.OUTCOME,
                subject(intent),
                Optional.of(intent.attempt()),
                Optional.of(intent.id()),
                new TreeMap<>(Map.of("operation", intent.operation().toString(), "outcome", outcome))));
        intent.target()
                .ifPresentOrElse(
                        target -> put(cutover(target).intent(Optional.empty())),
                        () -> put(change(intent.credential()).intent(Optional.empty())));
    }

    void record(LedgerAction action, String subject, Map<String, String> detail) {
        entries.add(draft(action, subject, Optional.empty(), Optional.empty(), new TreeMap<>(detail)));
    }

    /** Held, and by nobody who would look after it: who asked for the rollout owns it. */
    void hold(String by, String why) {
        move(new RolloutPhase.Held(by, why, requester(), now.plus(WaitRules.CALLED_AFTER), false), why);
    }

    /** Something a human must look at. */
    void alarm(String subject, String text) {
        record(LedgerAction.ALARM, subject, Map.of("text", text));
    }

    // ---- errands

    private Map<String, Errand> ownErrands() {
        if (!errandsCopied) {
            errands = new HashMap<>(errands);
            errandsCopied = true;
        }
        return errands;
    }

    /** Begins an errand unless it is under way or must wait. */
    boolean errand(String key, boolean sends, Supplier<Action> action) {
        Errand errand = errands.getOrDefault(key, NEVER_BEGUN);
        if (errand.underWay() || now.isBefore(errand.notBefore())) {
            return false;
        }
        ownErrands().put(key, errand.begun(now, sends));
        actions.add(action.get());
        return true;
    }

    Optional<Errand> errand(String key) {
        return Optional.ofNullable(errands.get(key));
    }

    void errandDone(String key) {
        if (errands.containsKey(key)) {
            ownErrands().remove(key);
        }
    }

    /** Lets it be tried again after a delay that grows with the tries. */
    void errandAgain(String key) {
        Errand errand = errands.getOrDefault(key, Errand.from(now));
        ownErrands().put(key, errand.again(now, timing.retryAfter(errand.tries())));
    }

    /** Counts one more time that this happened, for budgets. */
    int count(String key) {
        Errand next = errands.getOrDefault(key, Errand.from(now)).begun(now, false);
        ownErrands().put(key, next.again(now, Duration.ZERO));
        return next.tries();
    }

    void errandAgain(String key, Duration delay) {
        Errand errand = errands.getOrDefault(key, Errand.from(now));
        ownErrands().put(key, errand.again(now, delay));
    }

    /**
     * After a lost answer: to be read back at once, and not resent before its horizon.
     *
     * @param begun when the call began, or at the latest began: long after it was asked for, if it waited for a permit
     */
    void lost(OpenIntent intent, Instant begun) {
        Instant sent = errand(Errand.send(intent)).flatMap(Errand::lastSent).orElse(begun);
        ownErrands().remove(Errand.send(intent));
        ownErrands().put(Errand.readBack(intent), Errand.lost(sent, begun.isAfter(sent) ? begun : sent));
    }

    // ---- the result

    Step.Taken taken() {
        var header = new Rollout.Header(
                before.id(),
                before.plan(),
                before.requester(),
                before.reason(),
                before.createdAt(),
                phase,
                approvals,
                rings,
                clocks,
                nextIntent,
                passedAt,
                startedAt,
                endedAt,
                restore);
        var next = new Rollout(header, changes, cutovers, errands, live);
        List<CredentialChange> changed = new ArrayList<>();
        for (String credential : touchedChanges) {
            changed.add(change(credential));
        }
        List<Cutover> moved = new ArrayList<>();
        for (TargetId target : touchedCutovers) {
            moved.add(cutover(target));
        }
        return new Step.Taken(
                next,
                headerTouched || !changed.isEmpty() || !moved.isEmpty(),
                List.copyOf(changed),
                List.copyOf(moved),
                List.copyOf(opened),
                List.copyOf(closed),
                List.copyOf(entries),
                List.copyOf(moves),
                List.copyOf(actions));
    }

    int moveCount() {
        return moves.size() + opened.size() + closed.size();
    }

    /** How the actor was known. */
    private String method() {
        if (actor.equals("governor")) {
            return "engine";
        }
        return actor.startsWith("schedule/") ? "schedule" : "token";
    }

    private static String subject(OpenIntent intent) {
        return intent.target().map(TargetId::toString).orElse(intent.credential());
    }

    private void moved(Machine machine, String subject, String from, String to, String why, Optional<String> attempt) {
        if (plan().compromised() && ModeRules.leadsBack(to)) {
            throw new IllegalStateException(
                    machine + " " + subject + " may not go to " + to + ": its prior is compromised; so far: " + moves);
        }
        if (!Transitions.allowed(machine, from, to)) {
            throw new IllegalStateException(
                    machine + " " + subject + " may not go from " + from + " to " + to + "; so far: " + moves);
        }
        moves.add(new Move(machine, subject, from, to, why));
        entries.add(new LedgerDraft(
                LedgerAction.MOVED,
                actor,
                method(),
                Optional.of(id()),
                subject,
                attempt,
                Optional.empty(),
                Optional.of(plan().digest()),
                Optional.of(from),
                Optional.of(to),
                new TreeMap<>(Map.of("machine", machine.toString(), "why", why))));
    }

    private LedgerDraft draft(
            LedgerAction action,
            String subject,
            Optional<String> attempt,
            Optional<String> intent,
            SortedMap<String, String> detail) {
        return new LedgerDraft(
                action,
                actor,
                method(),
                Optional.of(id()),
                subject,
                attempt,
                intent,
                Optional.of(plan().digest()),
                Optional.empty(),
                Optional.empty(),
                detail);
    }
}
