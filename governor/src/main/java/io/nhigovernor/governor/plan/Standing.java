package io.nhigovernor.governor.plan;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a credential stands outside, in fingerprints: where its holders are pointed, and which generations are accepted. What is
 * not in it is not known, and differs from nothing.
 *
 * @param pointers by identity
 * @param accepted the enabled generations by fingerprint; empty if it is not known which they are
 */
public record Standing(SortedMap<String, Pointed> pointers, Optional<SortedMap<String, Accepted>> accepted) {
    /** Before anything was seen. */
    public static final Standing UNKNOWN = new Standing(new TreeMap<>(), Optional.empty());

    /** So much may the outside's clock be ahead: what ends by itself a little early was nobody's doing. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    public Standing {
        pointers = Collections.unmodifiableSortedMap(new TreeMap<>(pointers));
        accepted = accepted.map(known -> Collections.unmodifiableSortedMap(new TreeMap<>(known)));
    }

    /** @param generation empty if nothing was ever delivered @param version the delivery's own, where it was told */
    public record Pointed(Optional<Fingerprint> generation, Optional<Long> version) {}

    /** @param until when it ends by itself @param attempt whose it is, by its label at the verifier */
    public record Accepted(Optional<Instant> until, Optional<String> attempt) {
        static final Accepted UNTOLD = new Accepted(Optional.empty(), Optional.empty());
    }

    public static Standing of(Acceptance acceptance, Map<String, Pointed> pointers) {
        SortedMap<String, Accepted> accepted = new TreeMap<>();
        acceptance.generations().stream()
                .filter(AcceptedGeneration::enabled)
                .forEach(found -> accepted.put(
                        found.fingerprint().value(),
                        new Accepted(found.validity().notAfter(), found.attempt())));
        return new Standing(new TreeMap<>(pointers), Optional.of(accepted));
    }

    /** What the planner read; empty if not all of it could be. */
    public static Optional<Standing> of(CredentialFacts facts) {
        if (!(facts.acceptance() instanceof Reading.Known<Acceptance> acceptance)) {
            return Optional.empty();
        }
        Map<String, Pointed> pointers = new TreeMap<>();
        for (Map.Entry<String, CredentialFacts.HolderFacts> holder :
                facts.holders().entrySet()) {
            if (!(holder.getValue().pointer() instanceof Reading.Known<Optional<Fingerprint>> known)) {
                return Optional.empty();
            }
            pointers.put(holder.getKey(), new Pointed(known.value(), Optional.empty()));
        }
        return Optional.of(of(acceptance.value(), pointers));
    }

    /** Those accepted for certain, of which nothing else is known. */
    public static SortedMap<String, Accepted> untold(List<Fingerprint> generations) {
        SortedMap<String, Accepted> accepted = new TreeMap<>();
        generations.forEach(generation -> accepted.put(generation.value(), Accepted.UNTOLD));
        return accepted;
    }

    /** What somebody else must have done for {@code found} to be there. The same generation under a new version is nothing. */
    public List<Difference> differences(Standing found, Instant now) {
        List<Difference> differences = new ArrayList<>();
        found.pointers().forEach((holder, pointed) -> {
            Pointed known = pointers.get(holder);
            if (known != null && !known.generation().equals(pointed.generation())) {
                differences.add(new Difference(
                        "delivery to " + holder,
                        known.generation().map(Fingerprint::value),
                        pointed.generation().map(Fingerprint::value),
                        pointed.version(),
                        Optional.empty()));
            }
        });
        if (accepted.isPresent() && found.accepted().isPresent()) {
            verifier(accepted.get(), found.accepted().get(), now, differences);
        }
        return List.copyOf(differences);
    }

    private static void verifier(
            SortedMap<String, Accepted> known,
            SortedMap<String, Accepted> found,
            Instant now,
            List<Difference> differences) {
        found.forEach((generation, accepted) -> {
            if (!known.containsKey(generation)) {
                differences.add(Difference.atVerifier(Optional.empty(), Optional.of(generation), accepted.attempt()));
            }
        });
        known.forEach((generation, accepted) -> {
            boolean ended = accepted.until()
                    .filter(until -> !until.isAfter(now.plus(CLOCKS_DIFFER)))
                    .isPresent();
            if (!found.containsKey(generation) && !ended) {
                differences.add(Difference.atVerifier(Optional.of(generation), Optional.empty(), Optional.empty()));
            }
        });
    }

    /**
     * What is known once {@code found} was seen and differs in nothing. Where nothing is there yet nothing becomes known: who
     * adopts a credential is no stranger. A version the planner did not read stays as it was.
     */
    public Standing then(Standing found) {
        SortedMap<String, Pointed> merged = new TreeMap<>();
        found.pointers().forEach((holder, pointed) -> {
            Pointed known = pointers.get(holder);
            boolean lessIsTold = pointed.version().isEmpty()
                    && known != null
                    && known.generation().equals(pointed.generation());
            if (pointed.generation().isPresent()) {
                merged.put(holder, lessIsTold ? Objects.requireNonNull(known) : pointed);
            }
        });
        return new Standing(
                merged, found.accepted().filter(seen -> !seen.isEmpty()).or(() -> accepted));
    }

    /**
     * One thing that is not as it was known.
     *
     * @param where {@code verifier}, or {@code delivery to} a holder
     * @param known the generation that was there; empty if there was none
     * @param found the generation that is there; empty if there is none
     * @param version the delivery's, which the stranger's write made
     * @param by the attempt it is labelled with, if it bears a label
     */
    public record Difference(
            String where, Optional<String> known, Optional<String> found, Optional<Long> version, Optional<String> by) {
        private static final String VERIFIER = "verifier";

        static Difference atVerifier(Optional<String> known, Optional<String> found, Optional<String> by) {
            return new Difference(VERIFIER, known, found, Optional.empty(), by);
        }

        public Difference withoutVersion() {
            return new Difference(where, known, found, Optional.empty(), by);
        }

        /** In words. */
        public String text() {
            if (!where.equals(VERIFIER)) {
                return "the " + where + " shows " + found.orElse("nothing")
                        + version.map(value -> " (version " + value + ")").orElse("") + ", not "
                        + known.orElse("nothing");
            }
            return found.map(generation -> "the verifier also accepts " + generation
                            + by.map(attempt -> ", made by attempt " + attempt).orElse(", which bears nobody's label"))
                    .orElseGet(() -> "the verifier no longer accepts " + known.orElse("nothing"));
        }
    }
}
