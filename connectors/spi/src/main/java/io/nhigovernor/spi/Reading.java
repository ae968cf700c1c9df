package io.nhigovernor.spi;

/** The answer to a read: known, or not readable now. */
public sealed interface Reading<T> {
    record Known<T>(T value) implements Reading<T> {}

    record Unreadable<T>(String reason) implements Reading<T> {}

    static <T> Reading<T> known(T value) {
        return new Known<>(value);
    }

    static <T> Reading<T> unreadable(String reason) {
        return new Unreadable<>(reason);
    }
}
