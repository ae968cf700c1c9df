package io.nhigovernor.connectors.vault.approle;

import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.parts.accept.AcceptRules;
import io.nhigovernor.connectors.parts.accept.AcceptRules.Decision;
import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.accept.Generation;
import io.nhigovernor.connectors.parts.keys.SharedSecret;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.accept.AcceptDocuments;
import io.nhigovernor.connectors.vault.accept.Register;
import io.nhigovernor.connectors.vault.approle.AppRole.Found;
import io.nhigovernor.connectors.vault.approle.AppRole.SecretId;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Complaint;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.Outcomes;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.Drift;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Outcome.Unknown;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Secret ids that the governor chooses, registered with metadata that name their generation: every login line of Vault's audit log
 * bears it. Vault can only destroy a secret id, so to disable is to destroy, and to enable is to register the kept value anew.
 * Beside the role stands a register of the governor's own: what is disabled, what was destroyed for good, and which secret id
 * was there first. What is accepted is what the role says; the register only explains it. Class C2: a destroy takes no condition.
 */
public final class AppRoleVerifier implements Verifier {
    private static final Duration READING = Duration.ofSeconds(10);
    private static final String GENERATION = "generation";
    private static final String ATTEMPT = "attempt";
    private static final String CREDENTIAL = "credential";
    private static final String IDENTITY = "identity";

    private final Function<Credential, AppRole> roles;
    private final Function<Credential, Register> registers;
    private final Keeper keeper;
    private final Learning learning;
    private final Predicate<Credential> revokesTokens;
    private final TokenSweep sweep;
    private final StoreKey key;
    private final Times times;
    private final InstantSource clock;
    private final RoleCheck check;

    /**
     * @param registers the governor's own, of each credential
     * @param revokesTokens whether a secret id that is destroyed for good takes the tokens with it that were got with it
     */
    public AppRoleVerifier(
            Function<Credential, AppRole> roles,
            Function<Credential, Register> registers,
            Keeper keeper,
            Learning learning,
            Predicate<Credential> revokesTokens,
            TokenSweep sweep,
            StoreKey key,
            Times times,
            InstantSource clock) {
        this.roles = roles;
        this.registers = registers;
        this.keeper = keeper;
        this.learning = learning;
        this.revokesTokens = revokesTokens;
        this.sweep = sweep;
        this.key = key;
        this.times = times;
        this.clock = clock;
        this.check = new RoleCheck(clock);
    }

    /**
     * How long things take.
     *
     * @param settle until every node of Vault knows of a new or a destroyed secret id
     * @param probe at most, for one login
     */
    public record Times(Duration settle, Duration probe) {}

    /** Hears which values a role is to accept, so that failed logins with them can be told. */
    public interface Learning {
        /** Whether logins are heard of at all. */
        boolean listens();

        boolean knows(Credential credential, Fingerprint generation);

        void learn(Credential credential, AppRole role, Fingerprint generation, Secret value);

        void accepted(Credential credential, List<Fingerprint> oldestFirst);
    }

    /** Who has the value of a generation again. */
    @FunctionalInterface
    public interface Keeper {
        Reading<Optional<Material>> fetch(Credential credential, Fingerprint generation);
    }

    @Override
    public VerifierCapabilities capabilities(Credential credential) {
        // A login says which secret id, not which of its holders.
        var attribution =
                learning.listens() && credential.holders().size() == 1 ? Attribution.DIRECT : Attribution.NONE;
        return new VerifierCapabilities(true, false, Mint.CALLER, Disable.RECREATE, attribution, times.settle());
    }

    @Override
    public Reading<Acceptance> read(Credential credential) {
        var deadline = Deadline.in(READING);
        return registers
                .apply(credential)
                .acceptance(deadline, () -> read(credential, new Version(0), List.of(), deadline), document -> {
                    learn(credential, document.generations());
                    return read(credential, document.version(), document.generations(), deadline);
                });
    }

    /** What another life of this process admitted, too. */
    private void learn(Credential credential, List<Generation> generations) {
        learning.accepted(
                credential, generations.stream().map(Generation::fingerprint).toList());
        for (var generation : generations) {
            if (!learning.knows(credential, generation.fingerprint())
                    && keeper.fetch(credential, generation.fingerprint())
                            instanceof Reading.Known<Optional<Material>> known
                    && known.value().isPresent()) {
                try (var material = known.value().get()) {
                    learning.learn(credential, roles.apply(credential), generation.fingerprint(), material.secret());
                }
            }
        }
    }

    private Reading<Acceptance> read(
            Credential credential, Version version, List<Generation> registered, Deadline deadline) {
        return switch (roles.apply(credential).secretIds(deadline)) {
            case Found.Failed<List<SecretId>> failed -> Outcomes.unreadable("listing secret ids", failed.answer());
            case Found.Known<List<SecretId>> known -> {
                var against = against(credential, registered, known.value(), deadline);
                if (!against.isEmpty()) {
                    yield Reading.unreadable(String.join("; ", against));
                }
                var left = new ArrayList<>(known.value());
                var generations = new ArrayList<AcceptedGeneration>();
                for (var generation : registered) {
                    var live = left.stream().filter(id -> is(id, generation)).toList();
                    left.removeAll(live);
                    generations.add(new AcceptedGeneration(
                            generation.fingerprint(),
                            !live.isEmpty(),
                            generation.attempt(),
                            live.stream().map(SecretId::validity).findFirst().orElse(generation.validity()),
                            Optional.empty()));
                }
                left.forEach(id -> generations.add(new AcceptedGeneration(
                        new Fingerprint(id.metadata(GENERATION).orElse("accessor:" + id.accessor())),
                        true,
                        // An admission is done once the register lists it; until then it is to be sent again.
                        Optional.empty(),
                        id.validity(),
                        Optional.empty())));
                yield Reading.known(new Acceptance(version, generations));
            }
        };
    }

    /** The role's terms count before a rotation begins: once one is under way they must not keep it from going back. */
    private List<String> against(
            Credential credential, List<Generation> registered, List<SecretId> accepted, Deadline deadline) {
        var role = roles.apply(credential);
        var against = new ArrayList<>(check.lockout(role, deadline));
        if (registered.size() == 1) {
            var inUse = registered.getFirst();
            against.addAll(check.terms(
                    role,
                    accepted.stream().filter(id -> is(id, inUse)).findFirst(),
                    () -> keeper.fetch(credential, inUse.fingerprint()),
                    deadline));
        }
        return against;
    }

    private static boolean is(SecretId id, Generation generation) {
        return id.metadata(GENERATION)
                        .equals(Optional.of(generation.fingerprint().value()))
                || generation.evidence() instanceof Evidence.SecretId known
                        && known.accessor().equals(id.accessor());
    }

    @Override
    public Outcome admit(Credential credential, Material candidate, Call call) {
        var deadline = Deadline.of(call);
        Fingerprint fingerprint;
        try {
            fingerprint = SharedSecret.fingerprint(candidate, key);
        } catch (UnusableMaterialException e) {
            return NotApplied.refused(String.valueOf(e.getMessage()));
        }
        return registers
                .apply(credential)
                .enrolled(
                        deadline,
                        document -> AcceptRules.met(document, fingerprint, call, false)
                                .orElseGet(() -> admit(credential, candidate, fingerprint, document, call, deadline)));
    }

    private Outcome admit(
            Credential credential,
            Material candidate,
            Fingerprint fingerprint,
            AcceptDocument document,
            Call call,
            Deadline deadline) {
        return switch (registered(credential, candidate, fingerprint, Optional.of(call.attempt()), deadline)) {
            case Registered.Failed failed -> failed.outcome();
            case Registered.Foreign foreign ->
                new Drift(document.observed(fingerprint), "registered already, but not by this attempt");
            case Registered.There there ->
                begun(change(
                        credential,
                        deadline,
                        now -> AcceptRules.met(now, fingerprint, call, false)
                                .<Decision>map(Decision.Answer::new)
                                .orElseGet(() -> AcceptRules.admitting(
                                        now,
                                        new Generation(
                                                fingerprint,
                                                true,
                                                Optional.of(call.attempt()),
                                                call.intent(),
                                                clock.instant(),
                                                there.id().validity(),
                                                new Evidence.SecretId(there.id().accessor())),
                                        credential.holders(),
                                        false))));
        };
    }

    /** The role accepts the secret id already: then nothing is as if it had never been tried. */
    private static Outcome begun(Outcome registering) {
        return registering instanceof NotApplied not ? new Unknown(not.reason()) : registering;
    }

    private sealed interface Registered {
        record There(SecretId id) implements Registered {}

        record Foreign() implements Registered {}

        record Failed(Outcome outcome) implements Registered {}
    }

    /** Makes sure that the role accepts the value under our labels. */
    private Registered registered(
            Credential credential,
            Material material,
            Fingerprint fingerprint,
            Optional<String> attempt,
            Deadline deadline) {
        var role = roles.apply(credential);
        var labels = new TreeMap<>(Map.of(GENERATION, fingerprint.value(), CREDENTIAL, credential.id()));
        attempt.ifPresent(value -> labels.put(ATTEMPT, value));
        if (credential.holders().size() == 1) {
            labels.put(IDENTITY, credential.holders().getFirst());
        }
        // Before the first login with it can be seen.
        learning.learn(credential, role, fingerprint, material.secret());
        var answer = role.register(material.secret(), labels, deadline);
        boolean already =
                answer instanceof Answer.Refused refused && refused.complaint() == Complaint.ALREADY_REGISTERED;
        if (!(answer instanceof Answer.Found) && !already) {
            return new Registered.Failed(Outcomes.of("registering a secret id", answer));
        }
        return switch (role.byValue(material.secret(), deadline)) {
            case Found.Failed<Optional<SecretId>> failed ->
                new Registered.Failed(new Unknown("looking up the secret id that was registered: "
                        + failed.answer().told()));
            case Found.Known<Optional<SecretId>> known ->
                known.value()
                        .<Registered>map(id -> id.metadata(ATTEMPT).equals(attempt)
                                ? new Registered.There(id)
                                : new Registered.Foreign())
                        .orElseGet(() -> new Registered.Failed(
                                new Unknown("the secret id is gone as soon as it was registered")));
        };
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, String probe) {
        var answer = roles.apply(credential).login(material.secret(), Deadline.in(times.probe()));
        return switch (answer) {
            case Answer.Found found -> new Proof.Accepted();
            case Answer.Refused refused ->
                refused.complaint() == Complaint.INVALID_LOGIN
                        ? new Proof.Refused(party.name() + ": " + refused.told())
                        : new Proof.Inconclusive(party.name() + ": " + refused.told());
            case Answer.Absent absent -> new Proof.Inconclusive(party.name() + ": there is no such role");
            case Answer.Busy busy -> new Proof.Inconclusive(party.name() + ": " + busy.told());
            case Answer.Lost lost -> new Proof.Inconclusive(party.name() + ": " + lost.told());
        };
    }

    /** The register says so first: then a crash in between is seen as a disable under way, and repeating it ends it. */
    @Override
    public Outcome disable(Credential credential, Fingerprint generation, Version expected, Call call) {
        var deadline = Deadline.of(call);
        var listed = listed(credential, generation, call, deadline);
        if (!(listed instanceof Applied)) {
            return listed;
        }
        var switched = switching(credential, generation, false, call, deadline);
        return switched instanceof Applied
                ? gone(credential, generation, deadline)
                        .map(failure -> Outcomes.halfway("destroying the secret id", failure))
                        .orElse(switched)
                : switched;
    }

    /** Makes sure that the register lists a generation which the role accepts: an admission may have been cut off between the two. */
    private Outcome listed(Credential credential, Fingerprint generation, Call call, Deadline deadline) {
        return registers
                .apply(credential)
                .enrolled(
                        deadline,
                        document -> document.of(generation).isPresent()
                                ? Applied.of(document.observed(generation))
                                : switch (roles.apply(credential).secretIds(deadline)) {
                                    case Found.Failed<List<SecretId>> failed ->
                                        Outcomes.notBegun("listing secret ids", failed.answer());
                                    case Found.Known<List<SecretId>> live ->
                                        live.value().stream()
                                                .filter(id ->
                                                        id.metadata(GENERATION).equals(Optional.of(generation.value())))
                                                .findFirst()
                                                .map(id -> list(credential, generation, id, call, deadline))
                                                .orElseGet(
                                                        () -> NotApplied.refused("no such generation: " + generation));
                                });
    }

    private Outcome list(Credential credential, Fingerprint generation, SecretId id, Call call, Deadline deadline) {
        return change(
                credential,
                deadline,
                now -> now.of(generation).isPresent()
                        ? new Decision.Answer(Applied.of(now.observed(generation)))
                        : AcceptRules.admitting(
                                now,
                                new Generation(
                                        generation,
                                        true,
                                        id.metadata(ATTEMPT),
                                        // Whatever switches it is yet to come.
                                        "listed before " + call.intent(),
                                        id.made().orElseGet(clock::instant),
                                        id.validity(),
                                        new Evidence.SecretId(id.accessor())),
                                now.holders(),
                                false));
    }

    @Override
    public Outcome enable(Credential credential, Fingerprint generation, Version expected, Call call) {
        var deadline = Deadline.of(call);
        return registers
                .apply(credential)
                .enrolled(
                        deadline,
                        document -> document.of(generation)
                                .map(found -> enable(credential, found, call, deadline))
                                .orElseGet(() -> NotApplied.refused("no such generation: " + generation)));
    }

    private Outcome enable(Credential credential, Generation generation, Call call, Deadline deadline) {
        return switch (keeper.fetch(credential, generation.fingerprint())) {
            case Reading.Unreadable<Optional<Material>> unreadable ->
                NotApplied.busy("the value is not readable: " + unreadable.reason(), Duration.ofSeconds(1));
            case Reading.Known<Optional<Material>> known -> {
                try (var material = known.value().orElse(null)) {
                    if (material == null) {
                        yield NotApplied.refused("the value of " + generation.fingerprint() + " is not kept");
                    }
                    yield enable(credential, generation, material, call, deadline);
                }
            }
        };
    }

    private Outcome enable(
            Credential credential, Generation generation, Material material, Call call, Deadline deadline) {
        return switch (registered(credential, material, generation.fingerprint(), generation.attempt(), deadline)) {
            case Registered.Failed failed -> failed.outcome();
            case Registered.Foreign foreign ->
                NotApplied.refused("the value was registered by somebody else meanwhile");
            case Registered.There there -> begun(switching(credential, generation.fingerprint(), true, call, deadline));
        };
    }

    private Outcome switching(
            Credential credential, Fingerprint generation, boolean enabled, Call call, Deadline deadline) {
        return change(
                credential,
                deadline,
                document -> AcceptRules.switching(document, generation, enabled, document.version(), call));
    }

    @Override
    public Outcome destroy(Credential credential, Fingerprint generation, Call call) {
        var deadline = Deadline.of(call);
        // Before the register forgets which secret id was there first.
        var failure = gone(credential, generation, deadline);
        if (failure.isPresent()) {
            return Outcomes.halfway("destroying the secret id", failure.get());
        }
        // No login can make another one any more.
        return tokensLeft(credential, generation, deadline)
                .map(left -> Outcomes.halfway("revoking the tokens that were got with it", left))
                .orElseGet(() -> begun(
                        change(credential, deadline, document -> AcceptRules.destroying(document, generation, call))));
    }

    private Optional<Answer> tokensLeft(Credential credential, Fingerprint generation, Deadline deadline) {
        return revokesTokens.test(credential)
                ? sweep.sweep(roles.apply(credential), generation, deadline)
                : Optional.empty();
    }

    /** Makes sure that the role accepts no secret id of this generation. @return what stood in the way */
    private Optional<Answer> gone(Credential credential, Fingerprint generation, Deadline deadline) {
        return switch (registers.apply(credential).read(deadline)) {
            case AcceptDocuments.Reading.Failed failed -> Optional.of(failed.answer());
            case AcceptDocuments.Reading.None none -> gone(credential, generation, Optional.empty(), deadline);
            case AcceptDocuments.Reading.Foreign foreign -> gone(credential, generation, Optional.empty(), deadline);
            case AcceptDocuments.Reading.Known known ->
                gone(credential, generation, known.document().of(generation), deadline);
        };
    }

    private Optional<Answer> gone(
            Credential credential, Fingerprint generation, Optional<Generation> registered, Deadline deadline) {
        var role = roles.apply(credential);
        switch (role.secretIds(deadline)) {
            case Found.Failed<List<SecretId>> failed -> {
                return Optional.of(failed.answer());
            }
            case Found.Known<List<SecretId>> known -> {
                for (var id : known.value()) {
                    boolean ours = id.metadata(GENERATION).equals(Optional.of(generation.value()))
                            || registered.filter(found -> is(id, found)).isPresent();
                    var failure = ours ? role.destroy(id.accessor(), deadline) : Optional.<Answer>empty();
                    if (failure.isPresent()) {
                        return failure;
                    }
                }
                return Optional.empty();
            }
        }
    }

    private Outcome change(Credential credential, Deadline deadline, Function<AcceptDocument, Decision> decision) {
        return registers.apply(credential).change(deadline, decision);
    }
}
