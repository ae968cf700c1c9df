package io.nhigovernor.testkit;

import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A whole backend in memory: verifier, delivery, relying parties and the strangers who change things behind our back. Keeps
 * the promises of the capabilities it is given and no more: an unconditional one overwrites. One monitor, no threads, no
 * randomness, so a simulation repeats exactly.
 */
public final class InMemoryBackend implements Connector {
    private final Function<Credential, BackendCapabilities> capabilities;
    private final InstantSource clock;
    private final Map<String, AcceptState> accepted = new HashMap<>();
    private final Map<TargetId, PointerState> pointed = new HashMap<>();
    private final Map<String, PartyState> parties = new HashMap<>();
    private final Map<String, Outcome> answered = new HashMap<>();
    private final EffectLog log = new EffectLog();
    private final Verifier verifier = new InMemoryVerifier(this);
    private final Delivery delivery = new InMemoryDelivery(this);
    private long serial;

    /** How a relying party answers; {@link #UP} until told otherwise. */
    public enum PartyState {
        UP,
        DOWN,
        REFUSES_ALL
    }

    public InMemoryBackend(BackendCapabilities capabilities) {
        this(credential -> capabilities, InstantSource.fixed(Instant.EPOCH));
    }

    /** @param clock the outside's clock, against which validity is held */
    public InMemoryBackend(Function<Credential, BackendCapabilities> capabilities, InstantSource clock) {
        this.capabilities = capabilities;
        this.clock = clock;
    }

    @Override
    public Verifier verifier() {
        return verifier;
    }

    @Override
    public Delivery delivery() {
        return delivery;
    }

    @Override
    public List<SignalSource> signalSources() {
        return List.of();
    }

    @Override
    public void close() {}

    public EffectLog effects() {
        return log;
    }

    /** Makes generation 1 of a credential, accepted and delivered to every holder. */
    public synchronized Fingerprint enrol(Credential credential) {
        return enrol(credential, firstMaterial(credential));
    }

    /** The same with the caller's own material, complete with its chain if it has one. */
    public synchronized Fingerprint enrol(Credential credential, Material material) {
        if (!accepted(credential.id()).acceptance().generations().isEmpty()) {
            throw new IllegalStateException(credential.id() + " is already enrolled");
        }
        var fingerprint = Fingerprints.of(material);
        accepted(credential.id()).put(generation(fingerprint, material.publicPart()), true);
        for (var holder : credential.holders()) {
            var state = pointed(new TargetId(credential.id(), holder));
            state.keep(fingerprint, material, Optional.empty());
            state.point(fingerprint, Integer.MAX_VALUE);
        }
        return fingerprint;
    }

    private Material firstMaterial(Credential credential) {
        var mint = capabilities(credential).verifier().mint();
        var made = Materials.of(credential.id() + " 1", mint);
        return switch (mint) {
            case CALLER -> made;
            case CALLER_KEY_SIGNED ->
                made.joinedWith("signed in memory, serial " + nextSerial() + "\n"
                        + made.publicPart().orElseThrow());
            case VERIFIER -> made.joinedWith("minted-" + nextSerial());
        };
    }

    /** A stranger lets in a value of their own, which raises the version. */
    public synchronized Fingerprint strangerAdmits(Credential credential) {
        var fingerprint = new Fingerprint("stranger:" + nextSerial());
        accepted(credential.id()).put(generation(fingerprint, Optional.empty()), true);
        return fingerprint;
    }

    /** A stranger disables a generation, which raises the version. */
    public synchronized void strangerDisables(Credential credential, Fingerprint generation) {
        accepted(credential.id()).disable(generation, false);
    }

    /** A stranger deletes a generation; unlike after a destroy it may be admitted again. */
    public synchronized void strangerRemoves(Credential credential, Fingerprint generation) {
        accepted(credential.id()).forget(generation);
    }

    /** The verifier will stop accepting a generation at this instant of its own clock. */
    public synchronized void expire(Credential credential, Fingerprint generation, Instant notAfter) {
        accepted(credential.id()).expire(generation, notAfter);
    }

    /** A stranger points a target at a value of their own, which raises the version. */
    public synchronized Fingerprint strangerPoints(Target target) {
        var material = Materials.of("stranger " + nextSerial(), Mint.CALLER);
        var fingerprint = Fingerprints.of(material);
        pointed(target.id()).keep(fingerprint, material, Optional.empty());
        pointed(target.id()).point(fingerprint, Integer.MAX_VALUE);
        return fingerprint;
    }

    public synchronized void party(String name, PartyState state) {
        parties.put(name, state);
    }

    /** The external truth a relying party goes by: listed, enabled and inside its validity. */
    public synchronized boolean acceptsNow(String credential, Fingerprint generation) {
        var now = clock.instant();
        return accepted(credential)
                .acceptance()
                .of(generation)
                .filter(AcceptedGeneration::enabled)
                .map(AcceptedGeneration::validity)
                .filter(validity ->
                        validity.notBefore().map(from -> !now.isBefore(from)).orElse(true)
                                && validity.notAfter().map(now::isBefore).orElse(true))
                .isPresent();
    }

    /** What is enabled right now, whoever enabled it. */
    public synchronized List<Fingerprint> acceptedNow(String credential) {
        var found = new ArrayList<Fingerprint>();
        for (var generation : accepted(credential).acceptance().generations()) {
            if (acceptsNow(credential, generation.fingerprint())) {
                found.add(generation.fingerprint());
            }
        }
        return found;
    }

    private static AcceptedGeneration generation(Fingerprint fingerprint, Optional<String> publicPart) {
        return new AcceptedGeneration(fingerprint, true, Optional.empty(), Validity.UNLIMITED, publicPart);
    }

    BackendCapabilities capabilities(Credential credential) {
        return capabilities.apply(credential);
    }

    AcceptState accepted(String credential) {
        return accepted.computeIfAbsent(credential, id -> new AcceptState());
    }

    PointerState pointed(TargetId target) {
        return pointed.computeIfAbsent(target, id -> new PointerState());
    }

    PartyState party(String name) {
        return parties.getOrDefault(name, PartyState.UP);
    }

    long nextSerial() {
        return ++serial;
    }

    void log(Call call, String verb, String subject, Fingerprint generation) {
        log.add(new EffectLog.Effect(call.intent(), call.attempt(), verb, subject, generation.value()));
    }

    Optional<Outcome> once(Call call, String verb, String subject) {
        return Optional.ofNullable(answered.get(verb + " " + subject + " " + call.intent()));
    }

    Outcome remember(Call call, String verb, String subject, Outcome answer) {
        answered.put(verb + " " + subject + " " + call.intent(), answer);
        return answer;
    }
}
