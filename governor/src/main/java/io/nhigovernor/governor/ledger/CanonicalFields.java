package io.nhigovernor.governor.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** What a canonical object says. */
record CanonicalFields(SortedMap<String, String> texts, SortedMap<String, SortedMap<String, String>> groups) {
    /** The value read from these fields if its canonical form is {@code line}, or empty. */
    static <T> Optional<T> read(String line, Function<CanonicalFields, T> reader, Function<T, String> writer) {
        return CanonicalReader.read(line).flatMap(fields -> {
            try {
                T value = reader.apply(fields);
                return writer.apply(value).equals(line) ? Optional.of(value) : Optional.empty();
            } catch (IllegalArgumentException | DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    String text(String name) {
        return maybe(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    Optional<String> maybe(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    Instant time(String name) {
        return Instant.parse(text(name));
    }

    SortedMap<String, String> group(String name) {
        return groups.getOrDefault(name, Collections.emptySortedMap());
    }
}
