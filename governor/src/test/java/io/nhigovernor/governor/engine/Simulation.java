package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.document.SourceFile;
import io.nhigovernor.governor.engine.view.DriftView;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.ScheduleView;
import io.nhigovernor.governor.engine.view.SetBackView;
import io.nhigovernor.governor.engine.view.TargetView;
import io.nhigovernor.governor.rollout.CutoverPhase;
import io.nhigovernor.governor.rollout.Rollout;
import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.testkit.BackendCapabilities;
import io.nhigovernor.testkit.DelayedEffects;
import io.nhigovernor.testkit.EffectLog;
import io.nhigovernor.testkit.Fault;
import io.nhigovernor.testkit.Faults;
import io.nhigovernor.testkit.FaultyDelivery;
import io.nhigovernor.testkit.FaultyVerifier;
import io.nhigovernor.testkit.InMemoryBackend;
import io.nhigovernor.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A world in virtual time around the real core: an in-memory backend with faults, consumers that reload and call, a store
 * without a disk. The same seed gives the same run. Safety is looked at after everything that changed the outside.
 */
final class Simulation {
    /** Where idle credentials are looked at: elsewhere a look between two words would make another world of a seed. */
    static final Duration LOOKS = Duration.ofSeconds(5);

    static final EngineConfig CONFIG = config(Duration.ofDays(1));

    private static EngineConfig config(Duration lookEvery) {
        return new EngineConfig(
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                6,
                Duration.ofSeconds(1),
                Duration.ofMillis(400),
                4,
                8,
                Duration.ofSeconds(1),
                10_000,
                lookEvery);
    }

    final ManualClock clock = ManualClock.started();
    final SplittableRandom random;
    /** Of looks at what is idle, so that a world goes the same way with them and without. */
    private final SplittableRandom lookChance;

    final InMemoryBackend backend;
    final SimulatedStore store = new SimulatedStore();
    final TreeMap<TargetId, Consumer> consumers = new TreeMap<>();
    final Set<String> brokenWithCandidate = new HashSet<>();
    /** Identities that have nothing to do at present. */
    final Set<String> silent = new HashSet<>();
    /** More instances of consumers, each with its own idea of what to call with. */
    final List<Consumer> pods = new ArrayList<>();
    /** Off where somebody else than the governor acts, whom no promise binds. */
    boolean promised = true;
    /** Whether the source proves itself alive. */
    boolean beating = true;
    /** How long an answer takes at most to come back. */
    Duration slowness = Duration.ofMillis(20);

    final List<Decision.Reply> replies = new ArrayList<>();
    /** What the machine's clock shows, which the governor takes over when it starts. */
    final WallClock wall = new WallClock(clock);

    private final PriorityQueue<Scheduled> queue = new PriorityQueue<>();
    private final DelayedEffects delayed = new DelayedEffects();
    private final TreeMap<String, Fingerprint> firsts = new TreeMap<>();
    private final TreeMap<String, Credential> credentials = new TreeMap<>();
    private final Connectors connectors;
    private final boolean overlap;
    private Faults faults = Faults.none();
    private Supplier<CommitFate> commits = () -> CommitFate.WRITTEN;
    private EngineCore core;
    private Hands hands;
    private final List<EngineEvent.Came> answers = new ArrayList<>();
    private Optional<SplittableRandom> busy = Optional.empty();
    private EngineConfig config = CONFIG;
    private int incarnation;
    private boolean down;
    private boolean outsideChanged;
    private long sequence;
    private long signalId;
    private long ticket;
    private int looked;
    private final Set<String> done = new HashSet<>();

    Simulation(long seed, BackendCapabilities capabilities) {
        this(seed, capabilities, UnaryOperator.identity());
    }

    /** @param outside what the backend really is like */
    Simulation(long seed, BackendCapabilities capabilities, UnaryOperator<Connector> outside) {
        random = new SplittableRandom(seed);
        lookChance = new SplittableRandom(seed ^ 0x4C4F4F4BL);
        overlap = capabilities.verifier().overlap();
        backend = new InMemoryBackend(credential -> capabilities, clock);
        Faults current = faultsOfTheMoment();
        Connector faulty = new FaultyConnector(
                new FaultyVerifier(backend.verifier(), current, delayed),
                new FaultyDelivery(backend.delivery(), current, delayed));
        connectors = Connectors.of(Map.of("memory", outside.apply(faulty)));
        boot();
        tickForever();
    }

    /** Faults that can be switched on and off while the world runs. */
    private Faults faultsOfTheMoment() {
        return (verb, subject) -> faults.next(verb, subject);
    }

    /** Asked before every call, until told otherwise. */
    void weather(Faults next) {
        faults = next;
    }

    void faults(Map<Fault, Double> rates) {
        faults = rates.isEmpty() ? Faults.none() : Faults.seeded(random.nextLong(), rates);
    }

    private void boot() {
        answers.clear();
        wall.started();
        Instant now = wall.governor().instant();
        core = new EngineCore(config, Loading.load(store, now), connectors::settingProblems, now);
        hands = new Hands(connectors, CONFIG.requestDeadline(), wall.governor());
        incarnation++;
    }

    /** Started again, and looks at what is idle. */
    void looks() {
        config = config(LOOKS);
        crash();
    }

    /** kill -9: what was under way is lost, or lands without anybody hearing of it. */
    void crash() {
        store.restarted();
        boot();
    }

    /** A backup of the database is brought back and the governor started on it (K12). */
    void bringBack(SimulatedStore.Copy older) {
        store.bringBack(older, wall.governor().instant());
        crash();
    }

    Optional<SetBackView> setBack() {
        return core.setBack();
    }

    /** What becomes of a commit whose process may end inside it (K5). */
    enum CommitFate {
        WRITTEN,
        LOST,
        WRITTEN_AND_UNHEARD
    }

    void commits(Supplier<CommitFate> fate) {
        commits = fate;
    }

    /** Paused, replaced, and awake again after so long: what it had begun goes out late, what it decides is not written. */
    void zombie(Duration wakes, Runnable refused) {
        EngineCore old = core;
        InstantSource itsClock = wall.governor();
        long epoch = store.epoch();
        crash();
        after(
                wakes,
                () -> old.on(new EngineEvent.Tick(), itsClock.instant())
                        .commit()
                        .ifPresent(commit -> {
                            assertThat(store.commitUnder(epoch, commit))
                                    .as("S8: a write under the old epoch %d hits a row", epoch)
                                    .isFalse();
                            refused.run();
                        }));
    }

    /** Down for as long, while everybody else lives on; then started again. */
    void asleep(Duration length) {
        down = true;
        incarnation++;
        run(length);
        down = false;
        crash();
    }

    private void tickForever() {
        after(Duration.ofMillis(200), () -> {
            give(new EngineEvent.Tick());
            tickForever();
        });
    }

    void after(Duration delay, Runnable what) {
        queue.add(new Scheduled(clock.instant().plus(delay), sequence++, what));
    }

    void run(Duration length) {
        runUntil(length, nothing -> false);
    }

    boolean runUntil(Duration length, Predicate<Simulation> done) {
        Instant end = clock.instant().plus(length);
        while (!queue.isEmpty() && !queue.peek().at().isAfter(end)) {
            Scheduled next = queue.remove();
            clock.set(next.at());
            next.what().run();
            if (outsideChanged) {
                outsideChanged = false;
                check();
            }
            if (done.test(this)) {
                return true;
            }
        }
        clock.set(end);
        return done.test(this);
    }

    void give(EngineEvent event) {
        if (down) {
            return;
        }
        Decision decision = core.on(event, wall.governor().instant());
        begin(decision.ready());
        if (decision.commit().isPresent()) {
            CommitFate fate = commits.get();
            if (fate != CommitFate.LOST) {
                store.commit(decision.commit().get());
            }
            if (fate != CommitFate.WRITTEN) {
                crash();
                return;
            }
        }
        replies.addAll(decision.replies());
        begin(decision.tasks());
        if (delayed.size() > 0) {
            after(Duration.ofMillis(random.nextInt(50, 400)), () -> {
                outsideChanged = true;
                delayed.land();
            });
        }
    }

    private void begin(List<Task> tasks) {
        int mine = incarnation;
        for (Task task : tasks) {
            SplittableRandom chance = task instanceof Task.Look ? lookChance : random;
            after(Duration.ofMillis(chance.nextInt(1, 20)), () -> {
                boolean lostBefore = mine != incarnation && chance.nextBoolean();
                if (lostBefore) {
                    return;
                }
                outsideChanged = true;
                EngineEvent came = switch (task) {
                    case Task.Act act -> new EngineEvent.Came(act.rollout(), hands.perform(act), act.restoring());
                    case Task.ReadFacts read ->
                        new EngineEvent.FactsRead(
                                read.ticket(), new Facts(connectors, 1).read(read.credentials()), Optional.empty());
                    case Task.ReadOutside read ->
                        new EngineEvent.OutsideRead(
                                read.credential().id(), new OutsideReads(connectors).read(read.credential()));
                    case Task.Look look ->
                        new EngineEvent.Looked(
                                look.credential(),
                                look.turn(),
                                new OutsideReads(connectors).standing(look.credential()));
                };
                after(Duration.ofMillis(chance.nextLong(1, slowness.toMillis())), () -> {
                    if (mine == incarnation) {
                        hear(came);
                    }
                });
            });
        }
    }

    /** At times the engine's thread has other things to do, and what comes meanwhile is taken together. */
    void busyAtTimes(long seed) {
        busy = Optional.of(new SplittableRandom(seed));
    }

    private void hear(EngineEvent event) {
        if (!(event instanceof EngineEvent.Came answer) || busy.isEmpty()) {
            give(event);
            return;
        }
        answers.add(answer);
        if (busy.get().nextInt(3) == 0) {
            int mine = incarnation;
            after(Duration.ofMillis(busy.get().nextInt(1, 60)), () -> {
                if (mine == incarnation) {
                    giveAnswers();
                }
            });
        } else {
            giveAnswers();
        }
    }

    private void giveAnswers() {
        List<EngineEvent.Came> together = List.copyOf(answers);
        answers.clear();
        if (!together.isEmpty()) {
            give(new EngineEvent.CameTogether(together));
        }
    }

    Answer order(Order order, String by) {
        return ask(order, by).orElseThrow();
    }

    /** Empty if the process ended before it answered. */
    Optional<Answer> ask(Order order, String by) {
        long mine = ++ticket;
        give(new EngineEvent.Ordered(mine, order, new Caller(by, "token")));
        runUntil(Duration.ofSeconds(5), world -> replies.stream().anyMatch(reply -> reply.ticket() == mine));
        return replies.stream()
                .filter(reply -> reply.ticket() == mine)
                .findFirst()
                .map(Decision.Reply::answer);
    }

    void apply(String yaml) {
        Answer answer = order(
                new Order.Apply(List.of(new SourceFile("world.yaml", yaml.getBytes(StandardCharsets.UTF_8))), false),
                "operator");
        assertThat(answer).isInstanceOf(Answer.Done.class);
        core.inventory().credentials().forEach(document -> {
            Credential credential = document.credential();
            if (credentials.putIfAbsent(credential.id(), credential) == null) {
                firsts.put(credential.id(), backend.enrol(credential));
                credential.holders().forEach(holder -> consumer(new Target(credential, holder)));
            }
        });
    }

    private void consumer(Target target) {
        var consumer = new Consumer(this, target);
        consumers.put(target.id(), consumer);
        consumer.reloadForever();
        consumer.callForever();
        if (consumers.size() == 1) {
            beatForever();
        }
    }

    /** One more instance of a consumer, as it is now. */
    Consumer pod(TargetId target) {
        return pod(new Consumer(this, Objects.requireNonNull(consumers.get(target)).target));
    }

    Consumer pod(Consumer pod) {
        pods.add(pod);
        pod.reloadForever();
        pod.callForever();
        return pod;
    }

    private void beatForever() {
        after(Duration.ofMillis(250), () -> {
            if (beating && wall.taken()) {
                give(new EngineEvent.Heartbeat("service", wall.instant()));
            }
            beatForever();
        });
    }

    RolloutView view(String rollout) {
        return core.view(rollout).orElseThrow();
    }

    List<TargetView> targets(String rollout) {
        return core.targets(rollout).orElseThrow();
    }

    List<String> rollouts() {
        return core.rollouts().stream().map(Rollout::id).toList();
    }

    /** Begun, not ended, and not forgotten either. */
    boolean underWay(String rollout) {
        return header(rollout)
                .filter(header ->
                        header.startedAt().isPresent() && header.endedAt().isEmpty())
                .isPresent();
    }

    boolean ended(String rollout) {
        return header(rollout).flatMap(Rollout.Header::endedAt).isPresent();
    }

    /** What can be asked after every event: a view is long, and only for reading. */
    private Optional<Rollout.Header> header(String rollout) {
        return core.rollouts().stream()
                .filter(known -> known.id().equals(rollout))
                .findFirst()
                .map(Rollout::header);
    }

    List<ScheduleView> schedules() {
        return core.schedules().views(wall.governor().instant());
    }

    List<DriftView> drift() {
        return core.drifts().views(core.inventory(), wall.governor().instant());
    }

    /** The verifier as it is met from outside. */
    Verifier verifier(Credential credential) {
        return connectors.verifier(credential).orElseThrow();
    }

    /** What was enrolled first. */
    Fingerprint first(String credential) {
        return Objects.requireNonNull(firsts.get(credential));
    }

    /** The outside lets what was enrolled first run out. */
    void expire(String credential, Instant notAfter) {
        backend.expire(Objects.requireNonNull(credentials.get(credential)), first(credential), notAfter);
    }

    String phase(String rollout) {
        return view(rollout).phase();
    }

    /** A consumer's call that was heard of. */
    void heard(TargetId target, Fingerprint using, RawSignal.Result outcome) {
        Instant at = wall.instant();
        var signal = new RawSignal(
                "service",
                "s" + signalId++,
                target.identity(),
                Optional.of(target.credential()),
                Optional.of(using),
                RawSignal.Kind.AUTH,
                outcome,
                Optional.empty(),
                Optional.of("service"),
                Optional.empty(),
                at,
                at);
        after(Duration.ofMillis(random.nextInt(5, 80)), () -> {
            if (wall.taken()) {
                give(new EngineEvent.Signals(List.of(signal)));
            }
        });
    }

    /** Safety is looked at after this. */
    void outsideChanged() {
        outsideChanged = true;
    }

    Pointer pointer(Target target) {
        if (backend.delivery().read(target) instanceof Reading.Known<Optional<Pointer>> known) {
            return known.value().orElseThrow();
        }
        throw new IllegalStateException("the backend itself is always readable");
    }

    /** Where one value is held at a time: the outage of one swap is being measured. */
    private boolean swapping(String credential) {
        return core.rollouts().stream()
                .flatMap(rollout -> rollout.changes().values().stream())
                .anyMatch(change -> change.credential().equals(credential) && change.outOfStep());
    }

    /** Where one value is held at a time: told, and not seen to have followed yet. */
    private boolean pointedElsewhere(TargetId target) {
        return !overlap
                && core.rollouts().stream()
                        .flatMap(rollout -> rollout.cutovers().values().stream())
                        .anyMatch(cutover -> cutover.target().equals(target)
                                && (cutover.phase() instanceof CutoverPhase.Promoted
                                        || cutover.phase() instanceof CutoverPhase.Held
                                        || cutover.phase() instanceof CutoverPhase.Repointed));
    }

    /** S1, S2 and S3, no effect twice, and none that was not recorded. */
    private void check() {
        if (!promised) {
            return;
        }
        for (Consumer consumer :
                Stream.concat(consumers.values().stream(), pods.stream()).toList()) {
            String credential = consumer.target.credential().id();
            assertThat(backend.acceptedNow(credential))
                    .as("S3: something is accepted for %s", credential)
                    .isNotEmpty();
            if (swapping(credential)) {
                continue;
            }
            assertThat(backend.acceptsNow(credential, pointer(consumer.target).generation()))
                    .as("S1: what %s is pointed at is accepted", consumer.target.id())
                    .isTrue();
            assertThat(pointedElsewhere(consumer.target.id()) || backend.acceptsNow(credential, consumer.using))
                    .as("S2: what %s uses is accepted", consumer.target.id())
                    .isTrue();
        }
        List<EffectLog.Effect> effects = backend.effects().effects();
        for (EffectLog.Effect effect : effects.subList(looked, effects.size())) {
            assertThat(done.add(effect.intent() + " " + effect.verb() + " " + effect.subject()))
                    .as("S7: %s is done twice", effect)
                    .isTrue();
            assertThat(store.recorded(effect.intent()))
                    .as("S6: %s is done and was not recorded before", effect)
                    .isTrue();
        }
        looked = effects.size();
    }

    private record Scheduled(Instant at, long sequence, Runnable what) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private record FaultyConnector(Verifier verifier, Delivery delivery) implements Connector {
        @Override
        public List<SignalSource> signalSources() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
