package io.nhigovernor.governor.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event lines of a transcript: what each does to a {@link Rehearsal}, and what followed, in words. */
final class Commands {
    private static final Fingerprint STRANGER = new Fingerprint("stranger-1");
    private static final int PATIENCE = 400;

    private final Rehearsal rehearsal;
    private final List<String> followed = new ArrayList<>();
    /** {@code OPERATION subject} whose every send is refused until the world relents. */
    private final Set<String> refusing = new LinkedHashSet<>();

    private final Map<Pattern, Consumer<Matcher>> words = new LinkedHashMap<>();

    Commands(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
        orders();
        evidence();
        answers();
        strangers();
        expectations();
    }

    /** Does what the line says. */
    List<String> follow(String line) {
        followed.clear();
        for (var word : words.entrySet()) {
            Matcher matcher = word.getKey().matcher(line);
            if (matcher.matches()) {
                word.getValue().accept(matcher);
                return List.copyOf(followed);
            }
        }
        throw new IllegalArgumentException("no such word: " + line);
    }

    private void on(String pattern, Consumer<Matcher> does) {
        words.put(Pattern.compile(pattern), does);
    }

    private void take(Step step) {
        followed.addAll(Wording.of(step));
    }

    private void take(Event event) {
        take(rehearsal.on(event));
    }

    // ---- people

    private void orders() {
        on("propose", m -> take(new Event.Proposed()));
        on(
                "approve by (\\S+)",
                m -> take(new Event.ApprovalGiven(
                        m.group(1), rehearsal.rollout().header().plan().digest())));
        on("approve by (\\S+) for digest (\\S+)", m -> take(new Event.ApprovalGiven(m.group(1), m.group(2))));
        on("start", m -> take(new Event.StartOrdered("olga")));
        on("hold", m -> take(new Event.HoldOrdered("olga", "looking", Optional.empty(), Optional.empty())));
        on(
                "hold for (\\S+), looked after by (\\S+)",
                m -> take(new Event.HoldOrdered(
                        "olga",
                        "looking",
                        Optional.of(m.group(2)),
                        Optional.of(rehearsal.now().plus(duration(m.group(1)))))));
        on("resume", m -> take(new Event.ResumeOrdered("olga")));
        on("promote (\\S+)", m -> take(new Event.PromoteOrdered("olga", m.group(1))));
        on("halt", m -> take(new Event.HaltOrdered("olga", "stop it")));
        on(
                "restore ring (\\S+)",
                m -> take(new Event.RestoreOrdered("olga", Optional.of(m.group(1)), Optional.empty(), "back please")));
        on(
                "restore (\\S+)",
                m -> take(new Event.RestoreOrdered("olga", Optional.empty(), Optional.of(m.group(1)), "back please")));
        on("the prior of (\\S+) is retained: (.+)", m -> rehearsal.retained.put(m.group(1), m.group(2)));
        on("the prior of (\\S+) is retained no more", m -> rehearsal.retained.remove(m.group(1)));
        on("exclude (\\S+)", m -> take(new Event.ExcludeOrdered("olga", m.group(1), "leave it out")));
    }

    // ---- evidence and time

    private void evidence() {
        on("judged (\\S+@\\S+) (promote|restore|hold|watch)", m -> {
            TargetId target = TargetId.parse(m.group(1));
            take(rehearsal.verdict(cutover(target).ring(), Optional.of(target), m.group(2)));
        });
        on(
                "judged (\\S+) (promote|restore|hold|watch)",
                m -> take(rehearsal.verdict(ring(m.group(1)), Optional.empty(), m.group(2))));
        on("seen (\\S+) on (prior|candidate)", m -> {
            for (TargetId target : named(m.group(1))) {
                rehearsal.seen(target, generation(target.credential(), m.group(2)));
            }
        });
        on("tick (\\S+)", m -> take(rehearsal.tick(duration(m.group(1)), true)));
        on("tick (\\S+) blind", m -> take(rehearsal.tick(duration(m.group(1)), false)));
        on("wait (\\S+)( blind)?", m -> {
            for (int second = 0; second < duration(m.group(1)).toSeconds(); second++) {
                take(rehearsal.tick(Duration.ofSeconds(1), m.group(2) == null));
                settle();
            }
        });
        on("all goes well until (\\S+) is (\\S+)", m -> allGoesWell(m.group(1), m.group(2)));
    }

    /** A healthy world: everything is answered, consumers follow their pointers, the judge is content. Only moves are told. */
    private void allGoesWell(String subject, String phase) {
        for (int round = 0; round < PATIENCE; round++) {
            while (!rehearsal.outstanding.isEmpty()) {
                if (phaseOf(subject).equals(phase)) {
                    onlyMoves();
                    return;
                }
                take(rehearsal.answer(rehearsal.outstanding.getFirst()));
            }
            if (phaseOf(subject).equals(phase)) {
                onlyMoves();
                return;
            }
            rehearsal.world.deliveries.forEach((target, delivery) -> rehearsal.seen(target, delivery.pointer()));
            for (int index = 0; index < rehearsal.rollout().header().rings().size(); index++) {
                if (rehearsal.rollout().header().rings().get(index).phase() instanceof RingPhase.Soaking) {
                    take(rehearsal.verdict(index, Optional.empty(), "promote"));
                }
            }
            if (!phaseOf(subject).equals(phase)) {
                take(rehearsal.tick(Duration.ofSeconds(1), true));
            }
        }
        throw new AssertionError(subject + " is still " + phaseOf(subject) + ", not " + phase + "; " + followed);
    }

    private void onlyMoves() {
        followed.removeIf(line -> line.startsWith("send ")
                || line.startsWith("read ")
                || line.startsWith("prove ")
                || line.startsWith("precheck ")
                || line.startsWith("reassert "));
    }

    // ---- the world's answers

    private void answers() {
        on("world settles", m -> settle());
        on("world answers (.+)", m -> take(answer(waiting(m.group(1)))));
        on("world loses the answer of (.+)", m -> {
            rehearsal.perform(send(m.group(1)));
            take(rehearsal.noAnswer(send(m.group(1))));
        });
        on("world drops (.+)", m -> take(rehearsal.noAnswer(waiting(m.group(1)))));
        on("world delays (.+)", m -> {
            Action.Send send = send(m.group(1));
            rehearsal.late.add(send);
            take(rehearsal.noAnswer(send));
        });
        on("the late (.+) lands", m -> {
            Action.Send send = rehearsal.late.stream()
                    .filter(late -> Wording.of(late).equals("send " + m.group(1)))
                    .findFirst()
                    .orElseThrow();
            rehearsal.late.remove(send);
            Outcome outcome = rehearsal.world.perform(send, rehearsal.now());
            rehearsal.promises.outside(rehearsal.rollout());
            followed.add(outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
        });
        on("world refuses (.+)", m -> take(rehearsal.notDone(send(m.group(1)), Outcome.NotApplied.refused("no"))));
        on("world keeps refusing (.+)", m -> refusing.add(m.group(1)));
        on("world relents", m -> refusing.clear());
        on(
                "world is busy with (.+)",
                m -> take(
                        rehearsal.notDone(send(m.group(1)), Outcome.NotApplied.busy("later", Duration.ofSeconds(1)))));
        on(
                "(\\S+) refuses the (prior|candidate) of (\\S+)",
                m -> rehearsal.world.partyRefusals.add(m.group(1) + " " + generation(m.group(3), m.group(2))));
        on("(\\S+) works again", m -> {
            rehearsal.world.partiesDown.remove(m.group(1));
            rehearsal.world.partyRefusals.removeIf(refusal -> refusal.startsWith(m.group(1) + " "));
        });
        on("(\\S+) is down", m -> rehearsal.world.partiesDown.add(m.group(1)));
        on("crash", m -> rehearsal.crash());
        on("crash, and the clock is set back (\\S+)", m -> rehearsal.crash(duration(m.group(1))));
        on("crash after the effect", m -> {
            for (Action action : rehearsal.outstanding) {
                if (action instanceof Action.Send send) {
                    rehearsal.perform(send);
                }
            }
            rehearsal.crash();
        });
    }

    private void settle() {
        for (int answered = 0; !rehearsal.outstanding.isEmpty(); answered++) {
            assertThat(answered).as("the world settles").isLessThan(PATIENCE);
            take(answer(rehearsal.outstanding.getFirst()));
        }
    }

    private Event answer(Action action) {
        boolean refused = refusing.contains(Wording.of(action).replaceFirst("^send ", ""));
        return refused && action instanceof Action.Send send
                ? rehearsal.notDone(send, Outcome.NotApplied.refused("no"))
                : rehearsal.answer(action);
    }

    private Action waiting(String words) {
        return rehearsal.outstanding.stream()
                .filter(action ->
                        Wording.of(action).equals(words) || Wording.of(action).equals("send " + words))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing waits for " + words + ", only for "
                        + rehearsal.outstanding.stream().map(Wording::of).toList()));
    }

    private Action.Send send(String words) {
        return (Action.Send) waiting(words);
    }

    // ---- strangers

    private void strangers() {
        on("a stranger moves the pointer of (\\S+)", m -> {
            rehearsal.promises.meddled.add(m.group(1));
            rehearsal.world.delivery(TargetId.parse(m.group(1))).move(STRANGER);
        });
        on("a stranger moves the pointer of (\\S+) back to the (prior|candidate)", m -> {
            TargetId target = TargetId.parse(m.group(1));
            rehearsal.promises.meddled.add(m.group(1));
            rehearsal.world.delivery(target).move(generation(target.credential(), m.group(2)));
        });
        on("a stranger writes the pointer of (\\S+) as it was", m -> {
            PretendDelivery delivery = rehearsal.world.delivery(TargetId.parse(m.group(1)));
            delivery.move(delivery.pointer());
        });
        on("a stranger leaves a pending value at (\\S+)", m -> {
            TargetId target = TargetId.parse(m.group(1));
            rehearsal.world.delivery(target).stage(change(target.credential()).attempt(), STRANGER, false);
        });
        on(
                "a stranger writes the accept list of (\\S+)",
                m -> rehearsal.world.verifier(m.group(1)).changed(rehearsal.now()));
        on(
                "a stranger admits a value under the attempt of (\\S+)",
                m -> rehearsal
                        .world
                        .verifier(m.group(1))
                        .admit(change(m.group(1)).attempt(), STRANGER, rehearsal.now()));
        on("a stranger takes away the prior of (\\S+)", m -> {
            rehearsal.promises.meddled.add(m.group(1));
            rehearsal.world.verifier(m.group(1)).set(generation(m.group(1), "prior"), false, rehearsal.now());
        });
        on("a stranger gives back the prior of (\\S+)", m -> {
            rehearsal.world.verifier(m.group(1)).set(generation(m.group(1), "prior"), true, rehearsal.now());
            rehearsal.promises.meddled.remove(m.group(1));
        });
    }

    // ---- what is expected of the state

    private void expectations() {
        on("expect (\\S+) is (\\S+)", m -> assertThat(phaseOf(m.group(1))).isEqualTo(m.group(2)));
        on("expect the restore has (\\d+) targets? and its pointer is( not)? back", m -> {
            RestoreFacts facts = rehearsal.rollout().header().restore().orElseThrow();
            assertThat(facts.turnedBack()).hasSize(Integer.parseInt(m.group(1)));
            assertThat(facts.pointersBack().isPresent()).isEqualTo(m.group(2) == null);
        });
        on(
                "expect (an|no) outage of (\\S+) is under way",
                m -> assertThat(change(m.group(2)).outOfStep())
                        .isEqualTo(m.group(1).equals("an")));
        on(
                "expect (\\d+) outages? of (\\S+)",
                m -> assertThat(change(m.group(2)).outages())
                        .hasSize(Integer.parseInt(m.group(1)))
                        .allSatisfy(outage -> assertThat(outage.length()).hasValueSatisfying(Duration::isPositive)));
        on("expect the pointer of (\\S+) shows the (prior|candidate)", m -> {
            TargetId target = TargetId.parse(m.group(1));
            assertThat(rehearsal.world.delivery(target).pointer())
                    .isEqualTo(generation(target.credential(), m.group(2)));
        });
        on(
                "expect (\\S+) accepts the (prior|candidate)",
                m -> assertThat(accepts(m.group(1), m.group(2))).isTrue());
        on(
                "expect (\\S+) does not accept the (prior|candidate)",
                m -> assertThat(accepts(m.group(1), m.group(2))).isFalse());
    }

    private boolean accepts(String credential, String which) {
        return rehearsal.world.verifier(credential).accepts(generation(credential, which));
    }

    private String phaseOf(String subject) {
        Rollout rollout = rehearsal.rollout();
        Object phase;
        if (subject.equals("rollout")) {
            phase = rollout.phase();
        } else if (subject.contains("@")) {
            phase = cutover(TargetId.parse(subject)).phase();
        } else if (rollout.changes().containsKey(subject)) {
            phase = change(subject).phase();
        } else {
            phase = rollout.header().rings().get(ring(subject)).phase();
        }
        return Phases.name((Record) phase);
    }

    private int ring(String name) {
        var rings = rehearsal.rollout().header().rings();
        for (int index = 0; index < rings.size(); index++) {
            if (rings.get(index).name().equals(name)) {
                return index;
            }
        }
        throw new IllegalArgumentException("no ring " + name);
    }

    private Cutover cutover(TargetId target) {
        return java.util.Objects.requireNonNull(rehearsal.rollout().cutovers().get(target), target.toString());
    }

    private CredentialChange change(String credential) {
        return java.util.Objects.requireNonNull(rehearsal.rollout().changes().get(credential), credential);
    }

    private List<TargetId> named(String name) {
        return rehearsal.rollout().cutovers().keySet().stream()
                .filter(target ->
                        target.toString().equals(name) || target.identity().equals(name))
                .toList();
    }

    private Fingerprint generation(String credential, String which) {
        CredentialChange change = change(credential);
        return which.equals("prior") ? change.prior() : change.candidate().orElse(new Fingerprint(credential + "-b"));
    }

    static Duration duration(String text) {
        return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
    }
}
