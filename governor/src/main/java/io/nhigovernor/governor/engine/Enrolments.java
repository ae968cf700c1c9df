package io.nhigovernor.governor.engine;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Brings credentials under their connectors, before a governor moves them. Blocks: for commands, not for the engine. */
public final class Enrolments {
    private final Connectors connectors;

    public Enrolments(Connectors connectors) {
        this.connectors = connectors;
    }

    /** What {@link #enrol} would come to, as far as reading tells. */
    public sealed interface Foreseen {
        /** Nobody reads anything yet. */
        record Make() implements Foreseen {}

        /** @param generation what its holders read, all those that read anything */
        record Adopt(Fingerprint generation) implements Foreseen {}

        record Already() implements Foreseen {}

        record Refused(String reason) implements Foreseen {}

        record Failed(String reason) implements Foreseen {}
    }

    public Enrolment.Result enrol(Credential credential) {
        Optional<String> refusal = refusal(credential);
        if (refusal.isPresent()) {
            return new Enrolment.Result.Refused(refusal.get());
        }
        try {
            return connectors.enrolment(credential).orElseThrow().enrol(credential);
        } catch (UncheckedIOException e) {
            return new Enrolment.Result.Failed(String.valueOf(e.getMessage()));
        }
    }

    /** Reads, and changes nothing. */
    public Foreseen foresee(Credential credential) {
        Optional<String> refusal = refusal(credential);
        if (refusal.isPresent()) {
            return new Foreseen.Refused(refusal.get());
        }
        try {
            return switch (connectors.verifier(credential).orElseThrow().read(credential)) {
                case Reading.Unreadable<Acceptance> unreadable -> new Foreseen.Failed(unreadable.reason());
                case Reading.Known<Acceptance> known ->
                    foresee(credential, !known.value().generations().isEmpty());
            };
        } catch (UncheckedIOException e) {
            return new Foreseen.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Foreseen foresee(Credential credential, boolean accepted) {
        Set<Fingerprint> shown = new LinkedHashSet<>();
        boolean everywhere = true;
        for (String holder : credential.holders()) {
            switch (connectors.delivery(credential).orElseThrow().read(new Target(credential, holder))) {
                case Reading.Unreadable<Optional<Pointer>> unreadable -> {
                    return new Foreseen.Failed(unreadable.reason());
                }
                case Reading.Known<Optional<Pointer>> known -> {
                    everywhere &= known.value().isPresent();
                    known.value().map(Pointer::generation).ifPresent(shown::add);
                }
            }
        }
        if (accepted && everywhere) {
            return new Foreseen.Already();
        }
        if (shown.size() > 1) {
            return new Foreseen.Refused("its holders read different values");
        }
        return shown.isEmpty()
                ? new Foreseen.Make()
                : new Foreseen.Adopt(shown.iterator().next());
    }

    /** Why no connector is even asked. */
    private Optional<String> refusal(Credential credential) {
        String verifier = credential.verifier().connector();
        String delivery = credential.delivery().connector();
        if (!verifier.equals(delivery)) {
            return Optional.of("its verifier is " + verifier + " and its delivery " + delivery
                    + ": what consumers read has to be brought to both by hand");
        }
        return connectors.enrolment(credential).isPresent()
                ? Optional.empty()
                : Optional.of("connector " + verifier + " takes no credential by itself");
    }
}
