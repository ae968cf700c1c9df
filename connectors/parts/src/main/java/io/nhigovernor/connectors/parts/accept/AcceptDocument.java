package io.nhigovernor.connectors.parts.accept;

import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Version;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What relying parties accept for one credential. A value: every change is a new document with the next version.
 *
 * @param holders ids of the identities that may present it
 */
public record AcceptDocument(
        String credential,
        CredentialKind kind,
        Version version,
        List<String> holders,
        List<Generation> generations,
        List<Destroyed> destroyed) {
    /** Stands where later generations name the intent that touched them last. */
    private static final String ENROLMENT = "enrolment";

    public AcceptDocument {
        holders = List.copyOf(holders);
        generations = List.copyOf(generations);
        destroyed = List.copyOf(destroyed);
    }

    /** The first document of a credential: one generation, which no attempt made. */
    public static AcceptDocument enrolled(
            Credential credential, Fingerprint fingerprint, Instant at, Validity validity, Evidence evidence) {
        var first = new Generation(fingerprint, true, Optional.empty(), ENROLMENT, at, validity, evidence);
        return new AcceptDocument(
                credential.id(), credential.kind(), new Version(1), credential.holders(), List.of(first), List.of());
    }

    public Optional<Generation> of(Fingerprint fingerprint) {
        return generations.stream()
                .filter(generation -> generation.fingerprint().equals(fingerprint))
                .findFirst();
    }

    public Optional<Generation> byAttempt(String attempt) {
        return generations.stream()
                .filter(generation -> generation.attempt().equals(Optional.of(attempt)))
                .findFirst();
    }

    public Optional<Destroyed> destroyed(Fingerprint fingerprint) {
        return destroyed.stream()
                .filter(gone -> gone.fingerprint().equals(fingerprint))
                .findFirst();
    }

    /** True if this value, or whatever the attempt admitted, was destroyed. */
    public boolean isDestroyed(Fingerprint fingerprint, String attempt) {
        return destroyed.stream()
                .anyMatch(gone ->
                        gone.fingerprint().equals(fingerprint) || gone.attempt().equals(Optional.of(attempt)));
    }

    /** What stands here of one generation now. */
    public Observed observed(Fingerprint fingerprint) {
        return new Observed(of(fingerprint).map(Generation::fingerprint), version);
    }

    /** The same where what keeps it counts the versions. */
    public AcceptDocument at(Version counted) {
        return new AcceptDocument(credential, kind, counted, holders, generations, destroyed);
    }

    public AcceptDocument admitting(Generation generation, List<String> nowHolders) {
        return next(
                nowHolders,
                Stream.concat(generations.stream(), Stream.of(generation)).toList(),
                destroyed);
    }

    /** The same with {@code generation} in place of what is known of it. */
    public AcceptDocument completing(Generation generation) {
        UnaryOperator<Generation> complete =
                known -> known.fingerprint().equals(generation.fingerprint()) ? generation : known;
        return next(holders, generations.stream().map(complete).toList(), destroyed);
    }

    /** As if it had never been begun: it may be tried again. */
    public AcceptDocument forgetting(Fingerprint fingerprint) {
        return next(
                holders,
                generations.stream()
                        .filter(kept -> !kept.fingerprint().equals(fingerprint))
                        .toList(),
                destroyed);
    }

    /** The same document, which also remembers certificates that were revoked because nobody was to have them. */
    public AcceptDocument orphaning(Collection<String> serials, String intent) {
        var gone = serials.stream()
                .map(serial -> new Destroyed(
                        new Fingerprint("serial:" + serial), intent, Optional.empty(), Optional.of(serial)))
                .filter(orphan -> destroyed(orphan.fingerprint()).isEmpty());
        return new AcceptDocument(
                credential,
                kind,
                version,
                holders,
                generations,
                Stream.concat(destroyed.stream(), gone).toList());
    }

    public AcceptDocument switching(Fingerprint fingerprint, boolean enabled, String intent) {
        UnaryOperator<Generation> touch = generation ->
                generation.fingerprint().equals(fingerprint) ? generation.touched(enabled, intent) : generation;
        return next(holders, generations.stream().map(touch).toList(), destroyed);
    }

    public AcceptDocument destroying(Generation generation, String intent) {
        var serial = generation.evidence() instanceof Evidence.Leaf leaf
                ? Optional.of(leaf.serial())
                : Optional.<String>empty();
        var gone = new Destroyed(generation.fingerprint(), intent, generation.attempt(), serial);
        return next(
                holders,
                generations.stream().filter(kept -> !kept.equals(generation)).toList(),
                Stream.concat(destroyed.stream(), Stream.of(gone)).toList());
    }

    private AcceptDocument next(
            List<String> nowHolders, List<Generation> nowGenerations, List<Destroyed> nowDestroyed) {
        return new AcceptDocument(
                credential, kind, new Version(version.value() + 1), nowHolders, nowGenerations, nowDestroyed);
    }
}
