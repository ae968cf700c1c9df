package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.plan.ApplyResult.Applied;
import io.nhigovernor.governor.plan.ApplyResult.Reference;
import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.governor.plan.Document.IdentityDocument;
import io.nhigovernor.governor.plan.Document.Key;
import io.nhigovernor.governor.plan.Document.Kind;
import io.nhigovernor.governor.plan.Document.RingPlanDocument;
import io.nhigovernor.governor.plan.Document.ScheduleDocument;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.Selectors;
import io.nhigovernor.governor.schedule.Schedule;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All applied documents, by id. Every name in it leads to a document in it. */
public final class Inventory {
    public static final Inventory EMPTY = new Inventory(new TreeMap<>());

    private final SortedMap<Key, Document> documents;

    private Inventory(SortedMap<Key, Document> documents) {
        this.documents = Collections.unmodifiableSortedMap(documents);
    }

    /** Takes back what was applied before; references are not looked at again. */
    public static Inventory of(Collection<? extends Document> applied) {
        SortedMap<Key, Document> documents = new TreeMap<>();
        applied.forEach(document -> documents.put(document.key(), document));
        return new Inventory(documents);
    }

    /** All documents, in order of kind and id. */
    public Collection<Document> documents() {
        return documents.values();
    }

    public Optional<Identity> identity(String id) {
        return find(Kind.IDENTITY, id, IdentityDocument.class).map(IdentityDocument::identity);
    }

    public Optional<CredentialDocument> credential(String id) {
        return find(Kind.CREDENTIAL, id, CredentialDocument.class);
    }

    public Optional<RingPlan> ringPlan(String id) {
        return find(Kind.RING_PLAN, id, RingPlanDocument.class).map(RingPlanDocument::ringPlan);
    }

    public Optional<Schedule> schedule(String id) {
        return find(Kind.SCHEDULE, id, ScheduleDocument.class).map(ScheduleDocument::schedule);
    }

    public List<Identity> identities() {
        return all(IdentityDocument.class, IdentityDocument::identity);
    }

    public List<CredentialDocument> credentials() {
        return all(CredentialDocument.class, Function.identity());
    }

    public List<RingPlan> ringPlans() {
        return all(RingPlanDocument.class, RingPlanDocument::ringPlan);
    }

    public List<Schedule> schedules() {
        return all(ScheduleDocument.class, ScheduleDocument::schedule);
    }

    /** The credentials a ring plan selects, in order of id: those whose backends are read before planning. */
    public List<Credential> selected(RingPlan plan) {
        var selecting = Selectors.matching(plan.credentials(), plan.id());
        return credentials().stream()
                .filter(document -> selecting.test(document.credential().id(), document.labels()))
                .map(CredentialDocument::credential)
                .toList();
    }

    /**
     * The inventory with these documents in place of those of the same kind and id, and what that changes; nothing is taken
     * if a name leads nowhere. Running rollouts are not touched: their plans are frozen.
     */
    public ApplyResult apply(List<Document> fresh) {
        List<Reference> unknown = unknownReferences(fresh, Set.of());
        if (!unknown.isEmpty()) {
            return new ApplyResult.Problems(unknown);
        }
        SortedMap<Key, Document> merged = new TreeMap<>(documents);
        List<Change> changes = new ArrayList<>();
        for (Document document : fresh) {
            changes.add(change(Optional.ofNullable(merged.put(document.key(), document)), document));
        }
        return new Applied(new Inventory(merged), changes);
    }

    /**
     * Every name in {@code fresh} that leads neither to one of them nor to an applied document.
     *
     * @param alsoThere documents that will be there although they are not among {@code fresh}: those that did not read
     */
    public List<Reference> unknownReferences(Collection<? extends Document> fresh, Set<Key> alsoThere) {
        SortedMap<Key, Document> byKey = new TreeMap<>();
        fresh.forEach(document -> byKey.put(document.key(), document));
        Predicate<Key> known = key -> byKey.containsKey(key) || documents.containsKey(key) || alsoThere.contains(key);
        return fresh.stream()
                .flatMap(Inventory::references)
                .filter(reference -> !known.test(reference.to()))
                .toList();
    }

    private static Stream<Reference> references(Document document) {
        return switch (document) {
            case IdentityDocument identity -> Stream.empty();
            case CredentialDocument it ->
                listed(it.key(), "holders", it.credential().holders(), Kind.IDENTITY);
            case ScheduleDocument it ->
                Stream.of(new Reference(
                        it.key(),
                        "ringPlan",
                        new Key(Kind.RING_PLAN, it.schedule().ringPlan())));
            case RingPlanDocument it -> ofRingPlan(it.key(), it.ringPlan());
        };
    }

    private static Stream<Reference> ofRingPlan(Key key, RingPlan plan) {
        Stream<Reference> selected = Stream.concat(
                listed(key, "credentials.ids", plan.credentials().ids(), Kind.CREDENTIAL),
                listed(key, "control.identities", plan.control().ids(), Kind.IDENTITY));
        Stream<Reference> members = IntStream.range(0, plan.rings().size())
                .boxed()
                .flatMap(ring -> {
                    List<String> ids = plan.rings().get(ring).select().ids();
                    return listed(key, "rings[" + ring + "].select.identities", ids, Kind.IDENTITY);
                });
        return Stream.concat(selected, members);
    }

    private static Stream<Reference> listed(Key in, String field, List<String> ids, Kind kind) {
        return IntStream.range(0, ids.size())
                .mapToObj(index -> new Reference(in, field + "[" + index + "]", new Key(kind, ids.get(index))));
    }

    private static Change change(Optional<Document> before, Document after) {
        if (before.isEmpty()) {
            return new Change(after.key(), Change.Effect.CREATED, List.of());
        }
        List<FieldDifference> differences =
                FieldDifference.between(DocumentForm.of(before.get()), DocumentForm.of(after));
        return new Change(
                after.key(), differences.isEmpty() ? Change.Effect.UNCHANGED : Change.Effect.UPDATED, differences);
    }

    private <D extends Document> Optional<D> find(Kind kind, String id, Class<D> type) {
        return Optional.ofNullable(documents.get(new Key(kind, id))).map(type::cast);
    }

    private <D extends Document, T> List<T> all(Class<D> type, Function<D, T> inner) {
        return documents.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .map(inner)
                .toList();
    }
}
