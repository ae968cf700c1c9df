package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.Selectors;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Identity;
import io.nhigovernor.spi.TargetId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Who is in which ring. An identity belongs to the first ring that selects it; one held back as control, or left out by name,
 * belongs to none.
 *
 * @param credentials those that change: selected, and with a holder in some ring; in order of id
 * @param rings one set of members per ring
 * @param uncovered by credential: its holders that stand in no ring
 * @param untouched ids of selected credentials none of whose holders stands in a ring
 * @param control targets of held-back identities on the connectors that verify the changing credentials
 */
record Membership(
        List<Credential> credentials,
        List<List<TargetId>> rings,
        SortedMap<String, List<String>> uncovered,
        List<String> untouched,
        List<TargetId> control) {

    static Membership of(PlanRequest request) {
        RingPlan plan = request.ringPlan();
        Set<String> held = identities(request, Selectors.matching(plan.control(), plan.id()));
        Map<String, Integer> ringOf = ringOf(request, held);
        List<Credential> credentials = new ArrayList<>();
        List<TreeSet<TargetId>> rings =
                plan.rings().stream().map(ring -> new TreeSet<TargetId>()).toList();
        SortedMap<String, List<String>> uncovered = new TreeMap<>();
        List<String> untouched = new ArrayList<>();
        for (Credential credential : request.inventory().selected(plan)) {
            List<String> outside = credential.holders().stream()
                    .filter(holder -> !ringOf.containsKey(holder))
                    .sorted()
                    .toList();
            if (outside.size() == credential.holders().size()) {
                untouched.add(credential.id());
                continue;
            }
            credentials.add(credential);
            uncovered.put(credential.id(), outside);
            credential
                    .holders()
                    .forEach(holder -> Optional.ofNullable(ringOf.get(holder))
                            .ifPresent(ring -> rings.get(ring).add(new TargetId(credential.id(), holder))));
        }
        return new Membership(
                List.copyOf(credentials),
                rings.stream().map(List::copyOf).toList(),
                uncovered,
                List.copyOf(untouched),
                control(request, held, credentials));
    }

    /** All members of all rings. */
    List<TargetId> members() {
        return rings.stream().flatMap(List::stream).toList();
    }

    private static Map<String, Integer> ringOf(PlanRequest request, Set<String> held) {
        RingPlan plan = request.ringPlan();
        Map<String, Integer> ringOf = new HashMap<>();
        for (int index = 0; index < plan.rings().size(); index++) {
            Ring ring = plan.rings().get(index);
            for (String identity : identities(request, Selectors.matching(ring.select(), plan.id()))) {
                if (!held.contains(identity) && !request.excluded().containsKey(identity)) {
                    ringOf.putIfAbsent(identity, index);
                }
            }
        }
        return ringOf;
    }

    private static Set<String> identities(PlanRequest request, BiPredicate<String, Map<String, String>> matching) {
        Set<String> ids = new HashSet<>();
        for (Identity identity : request.inventory().identities()) {
            if (matching.test(identity.id(), identity.labels())) {
                ids.add(identity.id());
            }
        }
        return ids;
    }

    private static List<TargetId> control(PlanRequest request, Set<String> held, List<Credential> changing) {
        Set<String> verifiers = new HashSet<>();
        changing.forEach(credential -> verifiers.add(verifier(credential)));
        Set<TargetId> control = new TreeSet<>();
        for (CredentialDocument document : request.inventory().credentials()) {
            Credential credential = document.credential();
            // What another rollout is changing is no comparison.
            if (verifiers.contains(verifier(credential)) && !request.claimed().containsKey(credential.id())) {
                credential.holders().stream()
                        .filter(held::contains)
                        .forEach(holder -> control.add(new TargetId(credential.id(), holder)));
            }
        }
        return List.copyOf(control);
    }

    /** Who decides: a connector verifies each kind of credential on its own path, so an outage of one spares the others. */
    private static String verifier(Credential credential) {
        return credential.verifier().connector() + "/" + credential.kind();
    }
}
