package io.nhigovernor.governor.ring;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which members of an inventory are meant: all that carry {@code labels} and, if given, stand on the list {@code ids} and,
 * if given, fall under {@code percent} by sticky hash. Nothing given selects nothing: an empty selector is refused where it
 * is read.
 *
 * @param percent 1 to 100; membership depends on the id and the salt only, so it stays when others come and go
 */
public record Selector(SortedMap<String, String> labels, List<String> ids, Optional<Integer> percent) {
    public Selector {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        ids = List.copyOf(ids);
    }

    public static Selector labels(Map<String, String> labels) {
        return new Selector(new TreeMap<>(labels), List.of(), Optional.empty());
    }

    public static Selector ids(List<String> ids) {
        return new Selector(new TreeMap<>(), ids, Optional.empty());
    }

    public boolean empty() {
        return labels.isEmpty() && ids.isEmpty() && percent.isEmpty();
    }
}
