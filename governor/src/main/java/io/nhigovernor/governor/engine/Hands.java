package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.plan.PlannedCredential;
import io.nhigovernor.governor.rollout.Action;
import io.nhigovernor.governor.rollout.Event;
import io.nhigovernor.governor.rollout.OpenIntent;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs one action against the connectors and says what came of it. Decides nothing: which action, when and how often is
 * the core's. An exception out of a connector is a bug there; the effect is then of unknown outcome and will be read back.
 */
final class Hands {
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);

    private final Connectors connectors;
    private final Duration deadline;
    private final InstantSource clock;
    private final CandidateMint mint = new CandidateMint();
    private final ReadBacks readBacks;
    private final Prechecks prechecks;

    Hands(Connectors connectors, Duration deadline, InstantSource clock) {
        this.connectors = connectors;
        this.deadline = deadline;
        this.clock = clock;
        this.readBacks = new ReadBacks(connectors);
        this.prechecks = new Prechecks(connectors);
    }

    Event.Answered perform(Task.Act task) {
        return switch (task.action()) {
            case Action.Send send -> {
                Instant started = clock.instant();
                yield new Event.Performed(send.intent().id(), guarded(send, () -> send(task, send)), started);
            }
            case Action.ReadBack read -> new Event.ReadBackDone(read.intent().id(), readBack(task, read));
            case Action.Precheck precheck -> new Event.Prechecked(precheck.credential(), precheck(task, precheck));
            case Action.Prove prove ->
                new Event.Proved(
                        prove.purpose(),
                        prove.credential(),
                        prove.source(),
                        prove.relyingParty(),
                        prove(task, prove),
                        acceptedUntil(task, prove));
            case Action.Reassert reassert -> reassert(task, reassert);
        };
    }

    /** What is said of an action that gave no answer: an effect is then of unknown outcome, and begun this late at worst. */
    Event.Answered unanswered(Task.Act task, String why) {
        return switch (task.action()) {
            case Action.Send send -> new Event.Performed(send.intent().id(), new Outcome.Unknown(why), clock.instant());
            case Action.ReadBack read -> new Event.ReadBackDone(read.intent().id(), new Event.Found.Unreadable(why));
            case Action.Precheck precheck ->
                new Event.Prechecked(precheck.credential(), new Event.Precheck.Unreadable(why));
            case Action.Prove prove ->
                new Event.Proved(
                        prove.purpose(),
                        prove.credential(),
                        prove.source(),
                        prove.relyingParty(),
                        new Proof.Inconclusive(why));
            case Action.Reassert reassert -> new Event.Reasserted(reassert.target(), Optional.empty(), why);
        };
    }

    private Outcome send(Task.Act task, Action.Send send) {
        OpenIntent intent = send.intent();
        Credential credential = credential(task, intent.credential());
        Verifier verifier = connectors.verifier(credential).orElseThrow();
        Call call = new Call(intent.id(), intent.attempt(), deadline);
        return switch (intent.operation()) {
            case STAGE -> stage(task, send, credential, call);
            case PROMOTE -> point(credential, intent, call);
            case REPOINT -> point(credential, intent, call);
            case DISCARD ->
                delivery(credential)
                        .discard(target(credential, intent), intent.generation().orElseThrow(), call);
            case ADMIT ->
                withMaterial(
                        credential,
                        send.source().orElseThrow(),
                        intent.generation().orElseThrow(),
                        material -> verifier.admit(credential, material, call));
            case DISABLE -> verifier.disable(credential, intent.generation().orElseThrow(), expected(intent), call);
            case ENABLE ->
                task.plan().credential(credential.id()).verifier().overlap()
                        ? verifier.enable(credential, intent.generation().orElseThrow(), expected(intent), call)
                        : swapBack(credential, send, verifier);
            case DESTROY -> verifier.destroy(credential, intent.generation().orElseThrow(), call);
            case WITHDRAW -> verifier.destroy(credential, intent.generation().orElseThrow(), call);
        };
    }

    /** One value at a time: the prior, kept at its deliveries, is admitted again, labelled with its own intent. */
    private Outcome swapBack(Credential credential, Action.Send send, Verifier verifier) {
        OpenIntent intent = send.intent();
        return withMaterial(
                credential,
                send.source().orElseThrow(),
                intent.generation().orElseThrow(),
                material -> verifier.admit(credential, material, new Call(intent.id(), intent.id(), deadline)));
    }

    /** The first target gets new material, unless an earlier try under this attempt left some; the others get the same. */
    private Outcome stage(Task.Act task, Action.Send send, Credential credential, Call call) {
        OpenIntent intent = send.intent();
        Target target = target(credential, intent);
        Delivery delivery = delivery(credential);
        if (intent.generation().isPresent()) {
            return withJoinedMaterial(
                    task,
                    credential,
                    send.source().orElseThrow(),
                    intent.generation().get(),
                    material -> delivery.stage(target, material, call));
        }
        return switch (delivery.pending(target, intent.attempt())) {
            case Reading.Known<Optional<Fingerprint>> known -> {
                if (known.value().isPresent()) {
                    yield Outcome.Applied.of(Observed.of(known.value().get(), new Version(0)));
                }
                try (Material made = mint.make(credential.kind())) {
                    yield delivery.stage(target, made, call);
                }
            }
            case Reading.Unreadable<Optional<Fingerprint>> unreadable -> new Outcome.Unknown(unreadable.reason());
        };
    }

    private Outcome point(Credential credential, OpenIntent intent, Call call) {
        return delivery(credential)
                .promote(target(credential, intent), intent.generation().orElseThrow(), expected(intent), call);
    }

    private Event.Found readBack(Task.Act task, Action.ReadBack read) {
        try {
            return readBacks.read(credential(task, read.intent().credential()), read);
        } catch (RuntimeException e) {
            return new Event.Found.Unreadable(bug("read back", e));
        }
    }

    private Event.Precheck precheck(Task.Act task, Action.Precheck precheck) {
        try {
            return prechecks.check(credential(task, precheck.credential()), precheck);
        } catch (RuntimeException e) {
            return new Event.Precheck.Unreadable(bug("precheck", e));
        }
    }

    private Proof prove(Task.Act task, Action.Prove prove) {
        Credential credential = credential(task, prove.credential());
        RelyingParty party = credential.relyingParties().stream()
                .filter(declared -> declared.name().equals(prove.relyingParty()))
                .findFirst()
                .orElseThrow();
        String probe = task.rollout() + "-" + prove.purpose().name().toLowerCase(java.util.Locale.ROOT);
        try {
            return material(task, credential, prove.source(), prove.generation())
                    .map(material -> {
                        try (material) {
                            return connectors
                                    .verifier(credential)
                                    .orElseThrow()
                                    .prove(credential, material, party, probe);
                        }
                    })
                    .orElse(new Proof.Inconclusive("the material cannot be read now"));
        } catch (RuntimeException e) {
            return new Proof.Inconclusive(bug("prove", e));
        }
    }

    /** Asked of a candidate only: how long anything else is accepted decides nothing. */
    private Optional<Instant> acceptedUntil(Task.Act task, Action.Prove prove) {
        if (prove.purpose() != Action.Purpose.CANDIDATE) {
            return Optional.empty();
        }
        try {
            return accepted(credential(task, prove.credential()), prove.generation())
                    .flatMap(found -> found.validity().notAfter());
        } catch (RuntimeException e) {
            bug("read the validity", e);
            return Optional.empty();
        }
    }

    private Event.Answered reassert(Task.Act task, Action.Reassert reassert) {
        try {
            Credential credential = credential(task, reassert.target().credential());
            return prechecks.reassert(credential, reassert);
        } catch (RuntimeException e) {
            return new Event.Reasserted(reassert.target(), Optional.empty(), bug("re-assert", e));
        }
    }

    /** The material of a generation as it is presented: a key joined with its chain where the verifier signs. */
    private Optional<Material> material(Task.Act task, Credential credential, TargetId source, Fingerprint generation) {
        Reading<Optional<Material>> fetched =
                Fetching.fetch(delivery(credential), new Target(credential, source.identity()), generation);
        if (!(fetched instanceof Reading.Known<Optional<Material>> known)
                || known.value().isEmpty()) {
            return Optional.empty();
        }
        Material material = known.value().get();
        PlannedCredential planned = task.plan().credential(credential.id());
        boolean signed = planned.verifier().mint() == Mint.CALLER_KEY_SIGNED;
        if (!signed) {
            return Optional.of(material);
        }
        try (material) {
            return chain(credential, generation).map(material::joinedWith);
        }
    }

    private Optional<String> chain(Credential credential, Fingerprint generation) {
        return accepted(credential, generation).flatMap(AcceptedGeneration::publicPart);
    }

    private Optional<AcceptedGeneration> accepted(Credential credential, Fingerprint generation) {
        Reading<Acceptance> reading =
                connectors.verifier(credential).orElseThrow().read(credential);
        return reading instanceof Reading.Known<Acceptance> known
                ? known.value().of(generation)
                : Optional.empty();
    }

    private Outcome withJoinedMaterial(
            Task.Act task,
            Credential credential,
            TargetId source,
            Fingerprint generation,
            Function<Material, Outcome> effect) {
        return material(task, credential, source, generation)
                .map(material -> {
                    try (material) {
                        return effect.apply(material);
                    }
                })
                .orElse(Outcome.NotApplied.busy("the material cannot be read now", Duration.ofSeconds(1)));
    }

    private Outcome withMaterial(
            Credential credential, TargetId source, Fingerprint generation, Function<Material, Outcome> effect) {
        Reading<Optional<Material>> fetched =
                Fetching.fetch(delivery(credential), new Target(credential, source.identity()), generation);
        if (fetched instanceof Reading.Known<Optional<Material>> known
                && known.value().isPresent()) {
            try (Material material = known.value().get()) {
                return effect.apply(material);
            }
        }
        return Outcome.NotApplied.busy("the material cannot be read now", Duration.ofSeconds(1));
    }

    private Outcome guarded(Action.Send send, java.util.function.Supplier<Outcome> effect) {
        try {
            return effect.get();
        } catch (RuntimeException e) {
            return new Outcome.Unknown(bug(send.intent().operation().toString(), e));
        }
    }

    /** Logs where, never what: a foreign exception's message may quote what it choked on. */
    static String bug(String what, Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        LOG.error("{}: {} at {}", what, e.getClass().getName(), trace.length == 0 ? "unknown" : trace[0]);
        return e.getClass().getSimpleName() + " in the connector";
    }

    private Delivery delivery(Credential credential) {
        return connectors.delivery(credential).orElseThrow();
    }

    private static Credential credential(Task.Act task, String id) {
        return task.plan().credential(id).credential();
    }

    private static Target target(Credential credential, OpenIntent intent) {
        return new Target(credential, intent.target().orElseThrow().identity());
    }

    private static Version expected(OpenIntent intent) {
        return intent.expected().orElseThrow();
    }
}
