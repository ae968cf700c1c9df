package io.nhigovernor.connectors.parts.accept;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.Drift;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Version;
import java.util.List;
import java.util.Optional;

/** What each verb of a verifier means for an accept document, wherever the document is kept. Pure. */
public final class AcceptRules {
    private AcceptRules() {}

    /** What is to be done. */
    public sealed interface Decision {
        /** Nothing is to be written. */
        record Answer(Outcome outcome) implements Decision {}

        /** {@code next} is to be written, and {@code afterwards} is so once it is. */
        record Write(AcceptDocument next, Outcome afterwards) implements Decision {}
    }

    public static Acceptance acceptance(AcceptDocument document) {
        return new Acceptance(
                document.version(),
                document.generations().stream()
                        .filter(Generation::exists)
                        .map(found -> new AcceptedGeneration(
                                found.fingerprint(),
                                found.enabled(),
                                found.attempt(),
                                found.validity(),
                                found.publicPart()))
                        .toList());
    }

    /**
     * What an admission meets, before a new generation is made.
     *
     * @param signs whether the verifier makes the public part, which is then told again
     */
    public static Optional<Outcome> met(AcceptDocument document, Fingerprint fingerprint, Call call, boolean signs) {
        var already = document.byAttempt(call.attempt());
        if (already.isPresent()) {
            var found = already.get();
            var observed = document.observed(found.fingerprint());
            return Optional.of(
                    found.fingerprint().equals(fingerprint)
                            ? new Applied(observed, minted(found, signs))
                            : new Drift(observed, "another value was admitted under this attempt"));
        }
        if (document.isDestroyed(fingerprint, call.attempt())) {
            return Optional.of(NotApplied.refused("this generation was destroyed"));
        }
        return document.of(fingerprint)
                .map(found -> new Drift(document.observed(fingerprint), "already accepted, but not by this attempt"));
    }

    /** A new generation beside the others. */
    public static Decision.Write admitting(
            AcceptDocument document, Generation generation, List<String> holders, boolean signs) {
        var next = document.admitting(generation, holders);
        return new Decision.Write(
                next, new Applied(next.observed(generation.fingerprint()), minted(generation, signs)));
    }

    private static Optional<String> minted(Generation generation, boolean signs) {
        return signs ? generation.publicPart() : Optional.empty();
    }

    public static Decision switching(
            AcceptDocument document, Fingerprint generation, boolean enabled, Version expected, Call call) {
        var found = document.of(generation);
        var observed = document.observed(generation);
        if (found.filter(same -> same.intent().equals(call.intent()) && same.enabled() == enabled)
                .isPresent()) {
            return new Decision.Answer(Applied.of(observed));
        }
        if (!document.version().equals(expected)) {
            return new Decision.Answer(new Drift(observed, "version " + document.version() + ", expected " + expected));
        }
        if (found.isEmpty()) {
            return new Decision.Answer(NotApplied.refused("no such generation: " + generation));
        }
        var next = document.switching(generation, enabled, call.intent());
        return new Decision.Write(next, Applied.of(next.observed(generation)));
    }

    public static Decision destroying(AcceptDocument document, Fingerprint generation, Call call) {
        return document.of(generation)
                .<Decision>map(found -> {
                    var next = document.destroying(found, call.intent());
                    return new Decision.Write(next, Applied.of(next.observed(generation)));
                })
                .orElseGet(() -> new Decision.Answer(Applied.of(document.observed(generation))));
    }
}
