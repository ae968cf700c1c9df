package io.nhigovernor.governor.rollout;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * The rows of one rollout by key, in the keys' order. Which keys there are never changes, so all steps of a rollout share one index of
 * them, and a step's own copy costs one array, however many rows there are.
 */
public final class Rows<K extends Comparable<? super K>, V> extends AbstractMap<K, V> {
    private final Index<K> index;
    private final Object[] rows;

    /**
     * A key is looked for in its group. Hashes of whole keys would collide: what a target is made of is often named alike.
     *
     * @param groups where the keys of each group stand: from one place to before another
     */
    private record Index<K extends Comparable<? super K>>(
            List<K> keys, Function<K, String> group, Map<String, int[]> groups) {
        static <K extends Comparable<? super K>> Index<K> of(Collection<K> sorted, Function<K, String> group) {
            var keys = List.copyOf(sorted);
            var groups = new HashMap<String, int[]>();
            for (int place = 0; place < keys.size(); place++) {
                groups.computeIfAbsent(group.apply(keys.get(place)), begins(place))[1] = place + 1;
            }
            return new Index<>(keys, group, groups);
        }

        private static Function<String, int[]> begins(int place) {
            return ignored -> new int[] {place, place};
        }

        /** @return negative if there is no such key */
        int place(K key) {
            int[] range = groups.get(group.apply(key));
            if (range == null) {
                return -1;
            }
            return place(key, range[0], range[1] - 1);
        }

        /** Asked several times for every row of every step: what the library's search allocates is felt. */
        private int place(K key, int first, int last) {
            int low = first;
            int high = last;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = keys.get(middle).compareTo(key);
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1;
        }
    }

    private Rows(Index<K> index, Object[] rows) {
        this.index = index;
        this.rows = rows;
    }

    /** @param group a part of the key that it is sorted by first */
    static <K extends Comparable<? super K>, V> Rows<K, V> of(SortedMap<K, V> rows, Function<K, String> group) {
        return new Rows<>(Index.of(rows.keySet(), group), rows.values().toArray());
    }

    /** For whoever is to change it. */
    Rows<K, V> copy() {
        return new Rows<>(index, rows.clone());
    }

    /** @throws IllegalArgumentException if there was no such row */
    void set(K key, V row) {
        int place = index.place(key);
        if (place < 0) {
            throw new IllegalArgumentException("no row " + key);
        }
        rows[place] = row;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // as Map.get says
    public V get(Object key) {
        int place = index.place((K) key);
        return place < 0 ? null : (V) rows[place];
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean containsKey(Object key) {
        return index.place((K) key) >= 0;
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<V> values() {
        return (List<V>) Collections.unmodifiableList(Arrays.asList(rows));
    }

    @Override
    public Set<K> keySet() {
        return Collections.unmodifiableSet(super.keySet());
    }

    /** @return negative if there is no such row */
    int place(K key) {
        return index.place(key);
    }

    @SuppressWarnings("unchecked")
    V at(int place) {
        return (V) rows[place];
    }

    /** Those of one group; empty if there is no such group. */
    List<V> of(String group) {
        int[] place = index.groups().get(group);
        return place == null ? List.of() : values().subList(place[0], place[1]);
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return rows.length;
            }

            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < rows.length;
                    }

                    @Override
                    @SuppressWarnings("unchecked")
                    public Entry<K, V> next() {
                        if (next == rows.length) {
                            throw new java.util.NoSuchElementException();
                        }
                        var entry = Map.entry(index.keys().get(next), (V) rows[next]);
                        next++;
                        return entry;
                    }
                };
            }
        };
    }
}
