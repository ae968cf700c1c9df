package io.nhigovernor.connectors.vault.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Complaint;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.Outcomes;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.connectors.vault.kv.KeptValues.Search;
import io.nhigovernor.connectors.vault.kv.KvStore.Lasting;
import io.nhigovernor.connectors.vault.kv.KvStore.Look;
import io.nhigovernor.connectors.vault.kv.KvStore.Shown;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.Drift;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Consumers read one secret each. Its newest version is the pointer; pointing somewhere is writing that generation's fields into
 * it by check-and-set, so a version number is never reused and never names a generation: those are found by their fingerprint. A
 * repeat of a promote is recognised by what stands there: the right generation in a later version.
 */
public final class KvDelivery implements Delivery {
    private static final Duration READING = Duration.ofSeconds(10);

    private final Places places;
    private final KeptValues kept;
    private final PinnedReaders pinned;
    /** Where Vault was seen to refuse to change some fields alone, by mount and path. */
    private final Set<String> whole = ConcurrentHashMap.newKeySet();

    public KvDelivery(Places places, KeptValues kept, PinnedReaders pinned) {
        this.places = places;
        this.kept = kept;
        this.pinned = pinned;
    }

    /** Where a target's secret is, and how it is laid out. */
    public interface Places {
        Place of(Target target);
    }

    /** @param path below the store's mount */
    public record Place(KvStore store, String path, ValueForm form) {}

    /** Consumers that ask for one version by its number, and so would not see a newer one. */
    @FunctionalInterface
    public interface PinnedReaders {
        /** @return who, in words, was seen lately to ask for one of these versions */
        List<String> of(String mount, String path, List<Long> versions);
    }

    /** Every generation is kept apart from the consumers' versions, so none is pruned. */
    @Override
    public DeliveryCapabilities capabilities(Credential credential) {
        return new DeliveryCapabilities(true, Integer.MAX_VALUE);
    }

    @Override
    public Reading<Optional<Pointer>> read(Target target) {
        var place = places.of(target);
        return switch (place.store().look(place.path(), Deadline.in(READING))) {
            case Look.Unseen unseen -> Outcomes.unreadable(place.path(), unseen.answer());
            case Look.Seen seen ->
                seen.shown().perishes() || seen.shown().taken()
                        ? Reading.unreadable(
                                seen.shown().taken() ? seen.shown().fate(place.path()) : perishing(place, seen.shown()))
                        : Reading.known(generation(place, seen.shown())
                                .map(found -> new Pointer(
                                        found, new Version(seen.shown().version()))));
        };
    }

    private static String perishing(Place place, Shown shown) {
        return "version " + shown.version() + " of " + place.path() + " will be deleted by Vault at "
                + shown.deletedAt()
                + "; set delete_version_after of the path and of its mount to 0s, and write it once more";
    }

    private static Optional<Fingerprint> generation(Place place, Shown shown) {
        return shown.data().flatMap(place.form()::shown);
    }

    private static Observed observed(Place place, Shown shown) {
        return new Observed(generation(place, shown), new Version(shown.version()));
    }

    @Override
    public Outcome stage(Target target, Material material, Call call) {
        var deadline = Deadline.of(call);
        var place = places.of(target);
        Fingerprint fingerprint;
        try {
            fingerprint = place.form().fingerprint(material);
        } catch (UnusableMaterialException e) {
            return NotApplied.refused(String.valueOf(e.getMessage()));
        }
        return switch (place.store().look(place.path(), deadline)) {
            case Look.Unseen unseen -> Outcomes.notBegun("reading " + place.path(), unseen.answer());
            case Look.Seen seen ->
                seen.shown().taken()
                        ? taken(place, seen.shown())
                        : unlasting(place, deadline)
                                .or(() -> keepPrior(target, place, seen.shown(), deadline)
                                        .map(trouble ->
                                                Outcomes.notBegun("keeping what " + place.path() + " shows", trouble)))
                                .orElseGet(() -> stage(
                                        target,
                                        place,
                                        seen.shown(),
                                        new KeptValue(fingerprint, Optional.of(call.attempt()), material),
                                        deadline));
        };
    }

    /** Deleting leaves the version as it was: writing now would undo what somebody did, unseen. */
    private static Drift taken(Place place, Shown shown) {
        return new Drift(observed(place, shown), shown.fate(place.path()));
    }

    /** Before anything moves: whether what would be written, or kept, stays. */
    private Optional<Outcome> unlasting(Place place, Deadline deadline) {
        var delivered = place.store().lasting(place.path(), deadline);
        var lasting =
                delivered instanceof Lasting.Forever && !place.store().mount().equals(kept.mount())
                        ? kept.lasting(deadline)
                        : delivered;
        return switch (lasting) {
            case Lasting.Forever forever -> Optional.empty();
            case Lasting.Perishing perishing -> Optional.of(NotApplied.refused(perishing.reason()));
            case Lasting.Unseen unseen ->
                Optional.of(Outcomes.notBegun("reading how long " + place.path() + " keeps", unseen.answer()));
        };
    }

    /** Before anything moves, a copy of what a restore would need. */
    private Optional<Answer> keepPrior(Target target, Place place, Shown shown, Deadline deadline) {
        var prior = generation(place, shown);
        if (prior.isEmpty()) {
            return Optional.empty();
        }
        switch (kept.byGeneration(target.id(), prior.get(), deadline)) {
            case Search.Failed failed -> {
                return Optional.of(failed.answer());
            }
            case Search.Hit hit -> {
                hit.value().close();
                return Optional.empty();
            }
            case Search.Miss miss -> {
                try (var material = shown.data().flatMap(place.form()::read).orElseThrow()) {
                    return kept.keepPrior(
                            target.id(), new KeptValue(prior.get(), Optional.empty(), material), deadline);
                }
            }
        }
    }

    private Outcome stage(Target target, Place place, Shown shown, KeptValue value, Deadline deadline) {
        var observed = Observed.of(value.fingerprint(), new Version(shown.version()));
        var attempt = value.attempt().orElseThrow();
        var answer = kept.keep(target.id(), attempt, value, deadline);
        if (answer instanceof Answer.Found) {
            return Applied.of(observed);
        }
        if (!isConflict(answer)) {
            return Outcomes.of("keeping " + value.fingerprint(), answer);
        }
        return switch (kept.byAttempt(target.id(), attempt, deadline)) {
            case Search.Failed failed -> Outcomes.notBegun("reading what is kept", failed.answer());
            case Search.Miss miss -> NotApplied.refused("what this attempt had staged was discarded");
            case Search.Hit hit -> {
                try (var there = hit.value()) {
                    if (!there.fingerprint().equals(value.fingerprint())) {
                        yield new Drift(
                                Observed.of(there.fingerprint(), new Version(shown.version())),
                                "another value was staged under this attempt");
                    }
                    // A key without its chain never takes the place of the same key with it.
                    if (place.form().complete(there.material()) || !place.form().complete(value.material())) {
                        yield Applied.of(observed);
                    }
                    var completed = kept.complete(hit, value, deadline);
                    yield completed instanceof Answer.Found
                            ? Applied.of(observed)
                            : Outcomes.of("completing " + value.fingerprint(), completed);
                }
            }
        };
    }

    @Override
    public Reading<Optional<Fingerprint>> pending(Target target, String attempt) {
        return switch (kept.byAttempt(target.id(), attempt, Deadline.in(READING))) {
            case Search.Failed failed -> Outcomes.unreadable("what is kept", failed.answer());
            case Search.Miss miss -> Reading.known(Optional.empty());
            case Search.Hit hit -> {
                hit.value().close();
                yield Reading.known(Optional.of(hit.value().fingerprint()));
            }
        };
    }

    /**
     * One request where all is as expected: Vault itself compares the version and keeps the other fields. What it refuses is
     * decided by a look; and where it refuses such requests altogether, no second one is made by this process.
     */
    @Override
    public Outcome promote(Target target, Fingerprint generation, Version expected, Call call) {
        var deadline = Deadline.of(call);
        var place = places.of(target);
        return changed(target, place, generation, expected, deadline)
                .orElseGet(() -> looked(target, place, generation, expected, deadline));
    }

    /** Empty if nothing was changed, and a look must say why. */
    private Optional<Outcome> changed(
            Target target, Place place, Fingerprint generation, Version expected, Deadline deadline) {
        boolean nothing = expected.value() == 0;
        if (nothing || whole.contains(name(place))) {
            return Optional.empty();
        }
        return switch (kept(target, place, generation, deadline)) {
            case Search.Hit hit -> changed(place, hit.value(), expected, deadline);
            case Search.Miss miss -> Optional.empty();
            case Search.Failed failed ->
                failed.here()
                        ? Optional.empty()
                        : Optional.of(Outcomes.notBegun("reading what is kept", failed.answer()));
        };
    }

    private static String name(Place place) {
        return place.store().mount() + "/" + place.path();
    }

    private Optional<Outcome> changed(Place place, KeptValue kept, Version expected, Deadline deadline) {
        try (kept) {
            if (!place.form().complete(kept.material())) {
                return Optional.empty();
            }
            var change = place.form().change(kept.material());
            return switch (place.store().change(place.path(), change, expected.value(), deadline)) {
                case Answer.Found found ->
                    Optional.of(Applied.of(Observed.of(kept.fingerprint(), new Version(KvStore.written(found)))));
                case Answer.Absent nothing -> Optional.empty();
                case Answer.Refused refused -> {
                    if (!isConflict(refused)) {
                        whole.add(name(place));
                    }
                    yield Optional.empty();
                }
                case Answer.Busy busy -> Optional.of(Outcomes.of("writing " + place.path(), busy));
                case Answer.Lost lost -> Optional.of(Outcomes.of("writing " + place.path(), lost));
            };
        } catch (UnusableMaterialException e) {
            return Optional.empty();
        }
    }

    private Outcome looked(Target target, Place place, Fingerprint generation, Version expected, Deadline deadline) {
        return switch (place.store().look(place.path(), deadline)) {
            case Look.Unseen unseen -> Outcomes.notBegun("reading " + place.path(), unseen.answer());
            case Look.Seen seen ->
                seen.shown().version() != expected.value()
                        ? moved(place, seen.shown(), generation, expected)
                        : seen.shown().taken()
                                ? taken(place, seen.shown())
                                : promote(target, place, seen.shown(), generation, deadline);
        };
    }

    private Outcome promote(Target target, Place place, Shown shown, Fingerprint generation, Deadline deadline) {
        return switch (found(target, place, shown, generation, deadline)) {
            case Search.Failed failed -> Outcomes.notBegun("reading what is kept", failed.answer());
            case Search.Miss miss -> NotApplied.refused("no such generation is kept: " + generation);
            case Search.Hit hit -> {
                try (var value = hit.value()) {
                    if (!place.form().complete(value.material())) {
                        yield NotApplied.refused("the chain was not joined yet");
                    }
                    var fields = shown.data().map(ObjectNode::deepCopy).orElseGet(VaultGateway::object);
                    place.form().write(value.material(), fields);
                    yield written(
                            place,
                            generation,
                            shown,
                            place.store().write(place.path(), fields, shown.version(), deadline),
                            deadline);
                } catch (UnusableMaterialException e) {
                    yield NotApplied.refused(String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private static Outcome written(
            Place place, Fingerprint generation, Shown before, Answer answer, Deadline deadline) {
        if (answer instanceof Answer.Found found) {
            return Applied.of(Observed.of(generation, new Version(KvStore.written(found))));
        }
        if (!isConflict(answer)) {
            return Outcomes.of("writing " + place.path(), answer);
        }
        return switch (place.store().look(place.path(), deadline)) {
            case Look.Unseen unseen ->
                NotApplied.busy("somebody else wrote " + place.path() + " in between", Duration.ofMillis(100));
            case Look.Seen seen -> moved(place, seen.shown(), generation, new Version(before.version()));
        };
    }

    /** The version is not the expected one: by our own earlier try, or by somebody else. */
    private static Outcome moved(Place place, Shown shown, Fingerprint generation, Version expected) {
        var observed = observed(place, shown);
        return shown.version() > expected.value() && observed.generation().equals(Optional.of(generation))
                ? Applied.of(observed)
                : new Drift(observed, "version " + shown.version() + ", expected " + expected);
    }

    @Override
    public Reading<Optional<Material>> fetch(Target target, Fingerprint generation) {
        var deadline = Deadline.in(READING);
        var place = places.of(target);
        return switch (place.store().look(place.path(), deadline)) {
            case Look.Unseen unseen -> Outcomes.unreadable(place.path(), unseen.answer());
            case Look.Seen seen ->
                switch (found(target, place, seen.shown(), generation, deadline)) {
                    case Search.Failed failed -> Outcomes.unreadable("what is kept", failed.answer());
                    case Search.Miss miss -> Reading.known(Optional.empty());
                    case Search.Hit hit -> Reading.known(Optional.of(hit.value().material()));
                };
        };
    }

    /** A kept one; or, before anything was staged, what consumers are pointed at. */
    private Search found(Target target, Place place, Shown shown, Fingerprint generation, Deadline deadline) {
        var search = kept(target, place, generation, deadline);
        boolean elsewhere = search instanceof Search.Miss || search instanceof Search.Failed failed && failed.here();
        if (!elsewhere || !generation(place, shown).equals(Optional.of(generation))) {
            return search;
        }
        var material = shown.data().flatMap(place.form()::read).orElseThrow();
        return new Search.Hit(place.path(), new KeptValue(generation, Optional.empty(), material), shown.version());
    }

    /** A kept one, if it is what it is kept as. */
    private Search kept(Target target, Place place, Fingerprint generation, Deadline deadline) {
        var search = kept.byGeneration(target.id(), generation, deadline);
        if (search instanceof Search.Hit hit && !isGenuine(place, hit.value())) {
            hit.value().close();
            return new Search.Failed(
                    new Answer.Busy("what is kept as " + generation + " is something else", Duration.ofSeconds(5)),
                    true);
        }
        return search;
    }

    /** Whoever may write what is kept could otherwise have it delivered in a generation's name. */
    private static boolean isGenuine(Place place, KeptValue value) {
        try {
            return place.form().fingerprint(value.material()).equals(value.fingerprint());
        } catch (UnusableMaterialException e) {
            return false;
        }
    }

    @Override
    public Outcome discard(Target target, Fingerprint generation, Call call) {
        var deadline = Deadline.of(call);
        var place = places.of(target);
        return switch (place.store().look(place.path(), deadline)) {
            case Look.Unseen unseen -> Outcomes.notBegun("reading " + place.path(), unseen.answer());
            case Look.Seen seen ->
                seen.shown().taken()
                        ? taken(place, seen.shown())
                        : generation(place, seen.shown()).equals(Optional.of(generation))
                                ? NotApplied.refused("the pointer shows it")
                                : discard(target, place, seen.shown(), generation, deadline);
        };
    }

    private Outcome discard(Target target, Place place, Shown shown, Fingerprint generation, Deadline deadline) {
        var versions = new ArrayList<Long>();
        var unread = versions(place, shown, generation, versions, deadline);
        if (unread.isPresent()) {
            return Outcomes.notBegun("reading the versions of " + place.path(), unread.get());
        }
        var readers = pinned.of(place.store().mount(), place.path(), versions);
        if (!readers.isEmpty()) {
            return NotApplied.refused(String.join(", ", readers) + " still read " + place.path()
                    + " by the number of a version that would go");
        }
        if (!versions.isEmpty()) {
            var destroyed = place.store().destroy(place.path(), versions, deadline);
            if (!(destroyed instanceof Answer.Found)) {
                return Outcomes.of("destroying versions of " + place.path(), destroyed);
            }
        }
        return kept.destroy(target.id(), generation, deadline)
                .map(failure -> versions.isEmpty()
                        ? Outcomes.of("destroying what is kept", failure)
                        : Outcomes.halfway("destroying what is kept", failure))
                .orElseGet(() -> Applied.of(observed(place, shown)));
    }

    /** Adds every version but the newest that holds the generation. @return what kept one from being read */
    private static Optional<Answer> versions(
            Place place, Shown shown, Fingerprint generation, List<Long> holding, Deadline deadline) {
        var metadata = place.store().metadata(place.path(), deadline);
        if (metadata instanceof Answer.Absent) {
            return Optional.empty();
        }
        if (!(metadata instanceof Answer.Found found)) {
            return Optional.of(metadata);
        }
        for (var version : KvStore.holding(found)) {
            if (version == shown.version()) {
                continue;
            }
            switch (place.store().look(place.path(), version, deadline)) {
                case Look.Unseen unseen -> {
                    return Optional.of(unseen.answer());
                }
                case Look.Seen seen -> {
                    if (generation(place, seen.shown()).equals(Optional.of(generation))) {
                        holding.add(version);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isConflict(Answer answer) {
        return answer instanceof Answer.Refused refused && refused.complaint() == Complaint.CHECK_AND_SET;
    }
}
