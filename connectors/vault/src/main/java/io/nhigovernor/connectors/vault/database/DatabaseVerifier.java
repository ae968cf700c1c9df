package io.nhigovernor.connectors.vault.database;

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
import io.nhigovernor.connectors.vault.database.Roles.State;
import io.nhigovernor.connectors.vault.database.Told.Failed;
import io.nhigovernor.connectors.vault.database.Told.Known;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Secret;
import io.nhigovernor.spi.Validity;
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
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Two static roles that take turns. A candidate is a label only: admitting it lets the role that nobody uses stand for it, gives that role
 * a new password, which only Vault and the database know, and lets it log in. A register of the governor's own says which
 * generation is which role, and says first that a password is being changed: after a lost answer Vault's own time of the last rotation
 * tells whether it was. What is accepted is what the database lets in. Class C2: {@code ALTER ROLE} takes no condition.
 */
public final class DatabaseVerifier implements Verifier {
    private static final Duration READING = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration SESSIONS_LAST = Duration.ofSeconds(30);

    private final Function<Credential, Order> orders;
    private final Function<Credential, Register> registers;
    private final StoreKey key;
    private final Times times;
    private final Learning learning;
    private final InstantSource clock;

    /** @param registers the governor's own, of each credential */
    public DatabaseVerifier(
            Function<Credential, Order> orders,
            Function<Credential, Register> registers,
            StoreKey key,
            Times times,
            Learning learning,
            InstantSource clock) {
        this.orders = orders;
        this.registers = registers;
        this.key = key;
        this.times = times;
        this.learning = learning;
        this.clock = clock;
    }

    /**
     * Whose pair it is.
     *
     * @param login who the governor is at the database; without it nothing is done there
     */
    public record Order(VaultGateway vault, Pair pair, Optional<DatabaseLogin> login) {
        StaticRoles roles() {
            return new StaticRoles(vault, pair.mount());
        }
    }

    /**
     * How long things take.
     *
     * @param settle until every replica knows which role may log in
     * @param probe at most, for one login
     */
    public record Times(Duration settle, Duration probe) {}

    /** Hears what makes logins known: in a pair the user's name is the generation. */
    public interface Learning {
        /** Whether anything is made of it. */
        boolean listens();

        /** @param usernames what the pair's roles stand for now; one that is missing stands for nothing more than before */
        void learn(Credential credential, Map<String, Fingerprint> usernames);
    }

    @Override
    public VerifierCapabilities capabilities(Credential credential) {
        // Of several holders nobody can tell which one logs in as the role that they share.
        var attribution =
                learning.listens() && credential.holders().size() == 1 ? Attribution.DIRECT : Attribution.NONE;
        return new VerifierCapabilities(
                true, false, Mint.CALLER_KEY_SIGNED, Disable.REVERSIBLE, attribution, times.settle());
    }

    private StaticRoles vault(Credential credential) {
        return orders.apply(credential).roles();
    }

    private Roles database(Credential credential) {
        return new Roles(orders.apply(credential).login());
    }

    @Override
    public Reading<Acceptance> read(Credential credential) {
        var deadline = Deadline.in(READING);
        return registers.apply(credential).acceptance(deadline, document -> {
            learn(credential, document);
            return switch (found(credential, document, deadline)) {
                case Failed<Found> failed -> failed.trouble().unreadable();
                case Known<Found> found ->
                    Reading.known(acceptance(orders.apply(credential).pair(), document, found.value()));
            };
        });
    }

    private void learn(Credential credential, AcceptDocument document) {
        var usernames = new TreeMap<String, Fingerprint>();
        for (var generation : document.generations()) {
            role(generation)
                    .flatMap(PairedRole::username)
                    .ifPresent(username -> usernames.put(username, generation.fingerprint()));
        }
        learning.learn(credential, usernames);
    }

    /** What is there: Vault's roles by their names, the database's by theirs. */
    private record Found(Map<String, StaticRole> vault, Map<String, State> database) {
        /** Empty unless Vault hands its password out and the database knows it. */
        Optional<State> state(String role, String username) {
            return Optional.ofNullable(vault.get(role))
                    .filter(found -> found.username().equals(username))
                    .map(found -> database.get(username));
        }
    }

    private Told<Found> found(Credential credential, AcceptDocument document, Deadline deadline) {
        var names = new TreeSet<>(orders.apply(credential).pair().roles());
        document.generations().forEach(generation -> role(generation).ifPresent(role -> names.add(role.role())));
        var roles = new TreeMap<String, StaticRole>();
        for (var name : names) {
            switch (vault(credential).find(name, deadline)) {
                case Failed<Optional<StaticRole>> failed -> {
                    return Told.failed(failed.trouble());
                }
                case Known<Optional<StaticRole>> known -> known.value().ifPresent(role -> roles.put(name, role));
            }
        }
        var usernames = roles.values().stream().map(StaticRole::username).toList();
        return database(credential).states(usernames, deadline).then(states -> Told.known(new Found(roles, states)));
    }

    /** Which role a generation is, or is becoming. */
    private static Optional<PairedRole> role(Generation generation) {
        return switch (generation.evidence()) {
            case Evidence.DatabaseRole role -> Optional.of(new PairedRole(role.role(), Optional.of(role.username())));
            case Evidence.Rotating role -> Optional.of(new PairedRole(role.role(), Optional.of(role.username())));
            case Evidence.SaltedHash hash -> Optional.empty();
            case Evidence.Leaf leaf -> Optional.empty();
            case Evidence.Signing signing -> Optional.empty();
            case Evidence.PublicJwk jwk -> Optional.empty();
            case Evidence.SecretId secretId -> Optional.empty();
        };
    }

    /** Which generation a role stands for. */
    private static Optional<Generation> holder(AcceptDocument document, String role) {
        return document.generations().stream()
                .filter(generation ->
                        role(generation).filter(own -> own.role().equals(role)).isPresent())
                .findFirst();
    }

    // A password that somebody else changed meanwhile changes nothing here: consumers ask Vault for the current one.
    private static Acceptance acceptance(Pair pair, AcceptDocument document, Found found) {
        var generations = new ArrayList<AcceptedGeneration>();
        for (var generation : document.generations()) {
            if (generation.evidence() instanceof Evidence.DatabaseRole role) {
                var state = found.state(role.role(), role.username());
                generations.add(new AcceptedGeneration(
                        generation.fingerprint(),
                        state.filter(State::login).isPresent(),
                        generation.attempt(),
                        new Validity(Optional.empty(), state.flatMap(State::until)),
                        generation.publicPart()));
            }
        }
        for (var name : pair.roles()) {
            var role = Optional.ofNullable(found.vault().get(name));
            boolean open = role.map(known -> found.database().get(known.username()))
                    .filter(State::login)
                    .isPresent();
            if (open && holder(document, name).isEmpty()) {
                generations.add(new AcceptedGeneration(
                        new Fingerprint("role:" + name), true, Optional.empty(), Validity.UNLIMITED, Optional.empty()));
            }
        }
        return new Acceptance(document.version(), generations);
    }

    @Override
    public Outcome admit(Credential credential, Material candidate, Call call) {
        try {
            var admission =
                    new Admission(credential, SharedSecret.fingerprint(candidate, key), call, Deadline.of(call));
            return registers.apply(credential).enrolled(admission.deadline(), document -> admit(admission, document));
        } catch (UnusableMaterialException e) {
            return NotApplied.refused(String.valueOf(e.getMessage()));
        }
    }

    /** One admission on its way. */
    private record Admission(Credential credential, Fingerprint fingerprint, Call call, Deadline deadline) {
        /** What this attempt had begun, if nobody knows what came of it. */
        Optional<Evidence.Rotating> begun(AcceptDocument document) {
            return document.byAttempt(call.attempt())
                    .filter(found -> found.fingerprint().equals(fingerprint))
                    .flatMap(found -> found.evidence() instanceof Evidence.Rotating rotating
                            ? Optional.of(rotating)
                            : Optional.empty());
        }
    }

    private Outcome admit(Admission admission, AcceptDocument document) {
        var begun = admission.begun(document);
        if (begun.isPresent()) {
            return resume(admission, begun.get());
        }
        var met = AcceptRules.met(document, admission.fingerprint(), admission.call(), true);
        if (met.isPresent()) {
            return met.get();
        }
        var pair = orders.apply(admission.credential()).pair();
        var passive = pair.roles().reversed().stream()
                .filter(role -> holder(document, role).isEmpty())
                .findFirst();
        if (passive.isEmpty()) {
            return NotApplied.refused("both roles of the pair are in use, " + told(document, pair.roleA()) + " and "
                    + told(document, pair.roleB()) + "; retire one of these generations first");
        }
        return switch (readiness(admission.credential()).of(passive.get(), admission.deadline())) {
            case Failed<Readiness.Fit> failed -> failed.trouble().notBegun();
            case Known<Readiness.Fit> known -> {
                var role = known.value().passive();
                var rotating = new Evidence.Rotating(role.name(), role.username(), role.rotation());
                var beginning = begin(admission, rotating);
                yield beginning instanceof Applied ? rotate(admission, rotating, false) : beginning;
            }
        };
    }

    private Readiness readiness(Credential credential) {
        return new Readiness(orders.apply(credential).pair(), vault(credential), database(credential));
    }

    private static String told(AcceptDocument document, String role) {
        return role + " as "
                + holder(document, role)
                        .map(generation -> generation.fingerprint().value())
                        .orElse("none");
    }

    private Outcome begin(Admission admission, Evidence.Rotating rotating) {
        return change(admission.credential(), admission.deadline(), now -> {
            if (admission.begun(now).isPresent() || holder(now, rotating.role()).isPresent()) {
                return new Decision.Answer(
                        NotApplied.busy("somebody else is having a role of this pair rotated", SOON));
            }
            return AcceptRules.met(now, admission.fingerprint(), admission.call(), true)
                    // What was admitted in between is told when it is asked for again.
                    .map(met -> met instanceof Applied ? NotApplied.busy("admitted in between", SOON) : met)
                    .<Decision>map(Decision.Answer::new)
                    .orElseGet(() -> AcceptRules.admitting(
                            now,
                            generation(admission, false, rotating),
                            admission.credential().holders(),
                            true));
        });
    }

    private Generation generation(Admission admission, boolean enabled, Evidence evidence) {
        return new Generation(
                admission.fingerprint(),
                enabled,
                Optional.of(admission.call().attempt()),
                admission.call().intent(),
                clock.instant(),
                Validity.UNLIMITED,
                evidence);
    }

    /** An answer was lost: asks for another password only if Vault does not say that there is a new one. */
    private Outcome resume(Admission admission, Evidence.Rotating rotating) {
        return switch (vault(admission.credential()).get(rotating.role(), admission.deadline())) {
            case Failed<StaticRole> failed -> failed.trouble().notBegun();
            case Known<StaticRole> known ->
                known.value().rotation().equals(rotating.before())
                        ? rotate(admission, rotating, true)
                        : open(admission, rotating, known.value(), false);
        };
    }

    private Outcome rotate(Admission admission, Evidence.Rotating rotating, boolean doubtful) {
        var vault = vault(admission.credential());
        var rotated = vault.rotate(rotating.role(), admission.deadline())
                .then(done -> vault.get(rotating.role(), admission.deadline()));
        return switch (rotated) {
            case Failed<StaticRole> failed -> {
                if (failed.trouble() instanceof Trouble.Refused && !doubtful) {
                    // If this is not written, the next try finds that nothing was changed, and is as well.
                    forget(admission);
                }
                yield failed.trouble().outcome();
            }
            case Known<StaticRole> known ->
                known.value().rotation().equals(rotating.before())
                        ? new Outcome.Unknown("Vault does not show that it rotated " + rotating.role())
                        : open(admission, rotating, known.value(), doubtful);
        };
    }

    // Only now, so that an old password never lets anybody in again.
    private Outcome open(Admission admission, Evidence.Rotating rotating, StaticRole role, boolean doubtful) {
        var allowed = database(admission.credential()).allow(rotating.username(), true, admission.deadline());
        return switch (allowed) {
            case Failed<Boolean> failed -> {
                if (failed.trouble() instanceof Trouble.Refused) {
                    forget(admission);
                }
                yield failed.trouble().outcome();
            }
            case Known<Boolean> known -> complete(admission, rotating, role.rotation(), doubtful);
        };
    }

    private Outcome forget(Admission admission) {
        return change(
                admission.credential(),
                admission.deadline(),
                now -> admission.begun(now).isPresent()
                        ? new Decision.Write(
                                now.forgetting(admission.fingerprint()),
                                Applied.of(now.observed(admission.fingerprint())))
                        : new Decision.Answer(Applied.of(now.observed(admission.fingerprint()))));
    }

    private Outcome complete(Admission admission, Evidence.Rotating rotating, String rotation, boolean doubtful) {
        var role = new Evidence.DatabaseRole(rotating.role(), rotating.username(), rotation, doubtful);
        learning.learn(admission.credential(), Map.of(rotating.username(), admission.fingerprint()));
        var done = generation(admission, true, role);
        var outcome = change(admission.credential(), admission.deadline(), now -> {
            if (admission.begun(now).isPresent()) {
                var next = now.completing(done);
                return new Decision.Write(
                        next, new Applied(next.observed(admission.fingerprint()), Optional.of(role.text())));
            }
            return AcceptRules.met(now, admission.fingerprint(), admission.call(), true)
                    .<Decision>map(Decision.Answer::new)
                    .orElseGet(() -> new Decision.Answer(
                            NotApplied.refused("this generation was given up while its role was rotated")));
        });
        return outcome instanceof NotApplied not && not.why() == Outcome.Why.REFUSED
                ? givenUp(admission, rotating, outcome)
                : outcome;
    }

    /** It was let in for nobody. */
    private Outcome givenUp(Admission admission, Evidence.Rotating rotating, Outcome outcome) {
        return registers.apply(admission.credential()).enrolled(admission.deadline(), document -> {
            if (holder(document, rotating.role()).isPresent()) {
                return outcome;
            }
            return switch (database(admission.credential()).allow(rotating.username(), false, admission.deadline())) {
                case Failed<Boolean> failed -> failed.trouble().outcome();
                case Known<Boolean> known -> outcome;
            };
        });
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, String probe) {
        var deadline = Deadline.in(times.probe());
        var named = material.publicPart().flatMap(PairedRole::of);
        if (named.isEmpty()) {
            return new Proof.Inconclusive("it is not known yet which role this generation is");
        }
        var role = named.get().role();
        var another = another(credential, material, role, deadline);
        if (another.isPresent()) {
            return new Proof.Inconclusive(another.get());
        }
        var vault = vault(credential);
        return switch (vault.get(role, deadline)) {
            case Failed<StaticRole> failed ->
                new Proof.Inconclusive(failed.trouble().reason());
            case Known<StaticRole> known ->
                switch (vault.password(role, deadline)) {
                    case Failed<Secret> failed ->
                        new Proof.Inconclusive(failed.trouble().reason());
                    case Known<Secret> handed -> {
                        var order = orders.apply(credential);
                        try (var password = handed.value()) {
                            yield new LoginProbe(
                                            order.login().flatMap(DatabaseLogin::authorities),
                                            order.pair().probe())
                                    .at(party, known.value().username(), password, probe, deadline);
                        }
                    }
                };
        };
    }

    /** Why a login as this role would say nothing of this generation; empty if it would. */
    private Optional<String> another(Credential credential, Material material, String role, Deadline deadline) {
        try {
            var fingerprint = SharedSecret.fingerprint(material, key);
            return switch (registers.apply(credential).read(deadline)) {
                case AcceptDocuments.Reading.Failed failed ->
                    Optional.of(failed.reason() + ": " + failed.answer().told());
                case AcceptDocuments.Reading.Foreign foreign -> Optional.of(foreign.reason());
                case AcceptDocuments.Reading.None none -> Optional.of(credential.id() + " is not enrolled here");
                case AcceptDocuments.Reading.Known known ->
                    holder(known.document(), role)
                            .filter(holder -> !holder.fingerprint().equals(fingerprint))
                            .map(holder -> "the role " + role + " stands for " + holder.fingerprint() + " now");
            };
        } catch (UnusableMaterialException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Outcome disable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return switched(credential, generation, false, call);
    }

    @Override
    public Outcome enable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return switched(credential, generation, true, call);
    }

    /** The register says so first: then a crash in between is seen as a switch under way, and repeating it ends it. */
    private Outcome switched(Credential credential, Fingerprint generation, boolean enabled, Call call) {
        var deadline = Deadline.of(call);
        return registers.apply(credential).enrolled(deadline, document -> {
            var found = document.of(generation);
            if (found.isEmpty()) {
                return NotApplied.refused("no such generation: " + generation);
            }
            if (!(found.get().evidence() instanceof Evidence.DatabaseRole role)) {
                return NotApplied.refused("the role of " + generation + " is not ready yet");
            }
            var written = change(
                    credential, deadline, now -> AcceptRules.switching(now, generation, enabled, now.version(), call));
            if (!(written instanceof Applied)) {
                return written;
            }
            return switch (database(credential).allow(role.username(), enabled, deadline)) {
                case Failed<Boolean> failed -> failed.trouble().outcome();
                case Known<Boolean> known -> written;
            };
        });
    }

    @Override
    public Outcome destroy(Credential credential, Fingerprint generation, Call call) {
        var deadline = Deadline.of(call);
        return registers
                .apply(credential)
                .enrolled(
                        deadline,
                        document -> document.of(generation)
                                .flatMap(DatabaseVerifier::role)
                                .map(role -> destroy(credential, generation, role, call, deadline))
                                .orElseGet(() -> Applied.of(document.observed(generation))));
    }

    // Before the register forgets which role it was.
    private Outcome destroy(
            Credential credential, Fingerprint generation, PairedRole role, Call call, Deadline deadline) {
        var username = role.username().orElseThrow();
        return switch (ended(credential, role.role(), username, deadline)) {
            case Failed<Boolean> failed -> failed.trouble().outcome();
            case Known<Boolean> known ->
                change(credential, deadline, now -> AcceptRules.destroying(now, generation, call));
        };
    }

    /** Nobody is in as this role, nobody can come in, and the password that consumers had is worth nothing. */
    private Told<Boolean> ended(Credential credential, String role, String username, Deadline deadline) {
        var database = database(credential);
        return database.states(List.of(username), deadline).then(states -> {
            if (!states.containsKey(username)) {
                return Told.known(true);
            }
            return unused(database, username, deadline)
                    .then(unused -> database.allow(username, false, deadline))
                    // Whoever came in just before.
                    .then(closed -> unused(database, username, deadline))
                    .then(unused -> worthless(credential, role, deadline));
        });
    }

    private static Told<Boolean> unused(Roles database, String username, Deadline deadline) {
        return database.sessions(username, deadline)
                .then(sessions -> sessions.isEmpty()
                        ? Told.known(true)
                        : Told.failed(new Trouble.Away(
                                "sessions of " + username + " are still open: " + Readiness.told(sessions)
                                        + "; they are not ended from here",
                                SESSIONS_LAST)));
    }

    private Told<Boolean> worthless(Credential credential, String role, Deadline deadline) {
        var vault = vault(credential);
        return vault.find(role, deadline)
                .then(found -> found.isPresent() ? vault.rotate(role, deadline) : Told.known(false));
    }

    private Outcome change(Credential credential, Deadline deadline, Function<AcceptDocument, Decision> decision) {
        return registers.apply(credential).change(deadline, decision);
    }
}
