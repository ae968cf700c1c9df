package io.nhigovernor.governor.plan;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;

/** The credentials of one plan, in its order, each also found by its id: every rule of every step asks for some. Unmodifiable. */
final class PlannedCredentials extends AbstractList<PlannedCredential> implements RandomAccess {
    private final List<PlannedCredential> inOrder;
    private final Map<String, PlannedCredential> byId = new HashMap<>();

    private PlannedCredentials(List<PlannedCredential> credentials) {
        inOrder = List.copyOf(credentials);
        inOrder.forEach(planned -> byId.putIfAbsent(planned.credential().id(), planned));
    }

    static PlannedCredentials copyOf(List<PlannedCredential> credentials) {
        return credentials instanceof PlannedCredentials same ? same : new PlannedCredentials(credentials);
    }

    Optional<PlannedCredential> of(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public PlannedCredential get(int index) {
        return inOrder.get(index);
    }

    @Override
    public int size() {
        return inOrder.size();
    }
}
