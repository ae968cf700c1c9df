package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.accept.AcceptDocuments;
import io.nhigovernor.connectors.vault.accept.Register;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.connectors.vault.kv.KvDelivery.Place;
import io.nhigovernor.connectors.vault.kv.KvStore.Look;
import io.nhigovernor.connectors.vault.kv.KvStore.Shown;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings a credential under the Vault connector: what its consumers read already is adopted as it is; where they read nothing yet, a
 * first value is made. The accept document comes last: after a crash, enrolling again completes what was begun.
 */
final class VaultEnrolment implements Enrolment {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final VaultConnector connector;
    private final InstantSource clock;

    VaultEnrolment(VaultConnector connector, InstantSource clock) {
        this.connector = connector;
        this.clock = clock;
    }

    @Override
    public Result enrol(Credential credential) {
        var problems = Settings.problems(credential);
        if (!problems.isEmpty()) {
            return new Result.Refused(credential.id() + ": " + problems);
        }
        var deadline = Deadline.in(PATIENCE);
        try {
            return switch (register(credential).read(deadline)) {
                case AcceptDocuments.Reading.Known known -> new Result.Already();
                case AcceptDocuments.Reading.Foreign foreign -> new Result.Refused(foreign.reason());
                case AcceptDocuments.Reading.Failed failed ->
                    new Result.Failed(failed.reason() + ": " + failed.answer().told());
                case AcceptDocuments.Reading.None none -> enrol(credential, none.version(), deadline);
            };
        } catch (UnusableMaterialException e) {
            return new Result.Refused("what its holders read cannot be used: " + e.getMessage());
        } catch (IOException e) {
            return new Result.Failed(String.valueOf(e.getMessage()));
        }
    }

    /** @param version of what lies where the accept document will */
    private Result enrol(Credential credential, long version, Deadline deadline)
            throws IOException, UnusableMaterialException {
        var shown = shown(credential, deadline);
        if (values(credential, shown) > 1) {
            return new Result.Refused(
                    "its holders read different values; bring them to one first, or make each a credential of its own");
        }
        var kind = connector.kinds().of(credential);
        var delivered = delivered(credential, shown);
        try (var material = delivered.orElseGet(kind::make)) {
            var adopted = kind.adopt(credential, material, delivered.isEmpty(), deadline);
            try (var whole = adopted.material()) {
                var fingerprint = kind.form(credential).fingerprint(whole);
                for (var holder : shown.entrySet()) {
                    deliver(
                            connector.place(new Target(credential, holder.getKey())),
                            holder.getValue(),
                            whole,
                            fingerprint,
                            deadline);
                }
                var first = AcceptDocument.enrolled(
                        credential, fingerprint, clock.instant(), adopted.validity(), adopted.evidence());
                var register = kind.register(credential);
                done(
                        "writing " + register.path(),
                        register.write(first.at(new Version(version + 1)), version, deadline));
                return new Result.Enrolled(fingerprint, delivered.isEmpty() ? Origin.MADE : Origin.ADOPTED);
            }
        }
    }

    private Register register(Credential credential) {
        return connector.kinds().of(credential).register(credential);
    }

    private SortedMap<String, Shown> shown(Credential credential, Deadline deadline) throws IOException {
        var shown = new TreeMap<String, Shown>();
        for (var holder : credential.holders()) {
            var place = connector.place(new Target(credential, holder));
            switch (place.store().look(place.path(), deadline)) {
                case Look.Seen seen -> {
                    if (seen.shown().taken()) {
                        throw new IOException(seen.shown().fate(place.path()));
                    }
                    shown.put(holder, seen.shown());
                }
                case Look.Unseen unseen ->
                    throw new IOException(
                            "reading " + place.path() + ": " + unseen.answer().told());
            }
        }
        return shown;
    }

    /** How many different values the holders read. */
    private long values(Credential credential, SortedMap<String, Shown> shown) {
        var form = connector.kinds().of(credential).form(credential);
        return shown.values().stream()
                .flatMap(found -> found.data().flatMap(form::shown).stream())
                .distinct()
                .count();
    }

    /** The value that the holders read; empty if none of them reads any. */
    private Optional<Material> delivered(Credential credential, SortedMap<String, Shown> shown)
            throws UnusableMaterialException {
        var form = connector.kinds().of(credential).form(credential);
        for (var holder : shown.entrySet()) {
            var fields = holder.getValue().data();
            if (fields.filter(form::occupied).isPresent()
                    && fields.flatMap(form::shown).isEmpty()) {
                throw new UnusableMaterialException(
                        "what " + holder.getKey() + " reads is of another form; correct it, or take it away");
            }
        }
        return shown.values().stream()
                .flatMap(found -> found.data().flatMap(form::read).stream())
                .findFirst();
    }

    private static void deliver(Place place, Shown shown, Material material, Fingerprint fingerprint, Deadline deadline)
            throws IOException, UnusableMaterialException {
        if (shown.data().flatMap(place.form()::shown).equals(Optional.of(fingerprint))) {
            return;
        }
        var fields = shown.data().orElseGet(VaultGateway::object);
        place.form().write(material, fields);
        done("writing " + place.path(), place.store().write(place.path(), fields, shown.version(), deadline));
    }

    private static void done(String doing, Answer answer) throws IOException {
        if (!(answer instanceof Answer.Found)) {
            throw new IOException(doing + ": " + answer.told());
        }
    }
}
