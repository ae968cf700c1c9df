package io.nhigovernor.governor.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One field that differs between two forms of a document.
 *
 * @param field its path: {@code rings[0].gate.minWindow}
 * @param before empty if it was not there
 * @param after empty if it is gone
 */
public record FieldDifference(String field, Optional<String> before, Optional<String> after) {

    /** Every leaf that differs, in order of path. */
    static List<FieldDifference> between(Map<String, Object> before, Map<String, Object> after) {
        SortedMap<String, String> old = leaves(before);
        SortedMap<String, String> fresh = leaves(after);
        TreeSet<String> paths = new TreeSet<>(old.keySet());
        paths.addAll(fresh.keySet());
        List<FieldDifference> differences = new ArrayList<>();
        for (String path : paths) {
            Optional<String> was = Optional.ofNullable(old.get(path));
            Optional<String> is = Optional.ofNullable(fresh.get(path));
            if (!was.equals(is)) {
                differences.add(new FieldDifference(path, was, is));
            }
        }
        return List.copyOf(differences);
    }

    private static SortedMap<String, String> leaves(Map<String, Object> form) {
        SortedMap<String, String> leaves = new TreeMap<>();
        collect("", form, leaves);
        return leaves;
    }

    private static void collect(String path, Object value, SortedMap<String, String> leaves) {
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> collect(path.isEmpty() ? "" + name : path + "." + name, field, leaves));
        } else if (value instanceof List<?> items && items.stream().anyMatch(Map.class::isInstance)) {
            for (int index = 0; index < items.size(); index++) {
                collect(path + "[" + index + "]", items.get(index), leaves);
            }
        } else {
            leaves.put(path, String.valueOf(value));
        }
    }
}
