package io.nhigovernor.connectors.vault.database;

import java.util.function.Function;

/** What Vault or the database told us, or what kept it from being told. */
sealed interface Told<T> {
    record Known<T>(T value) implements Told<T> {}

    record Failed<T>(Trouble trouble) implements Told<T> {}

    static <T> Told<T> known(T value) {
        return new Known<>(value);
    }

    static <T> Told<T> failed(Trouble trouble) {
        return new Failed<>(trouble);
    }

    /** Asks on with what is known. */
    default <N> Told<N> then(Function<T, Told<N>> next) {
        return switch (this) {
            case Known<T> known -> next.apply(known.value());
            case Failed<T> failed -> new Failed<>(failed.trouble());
        };
    }
}
