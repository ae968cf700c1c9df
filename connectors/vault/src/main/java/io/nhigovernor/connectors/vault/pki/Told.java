package io.nhigovernor.connectors.vault.pki;

import io.nhigovernor.connectors.vault.gateway.Answer;

/** What an issuer told us, or the answer that was not hoped for. */
public sealed interface Told<T> {
    record Known<T>(T value) implements Told<T> {}

    record Failed<T>(Answer answer) implements Told<T> {}
}
