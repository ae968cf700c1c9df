package io.nhigovernor.spi;

import java.util.List;
import java.util.Optional;

/** An opened backend: one or both contracts, and the signal sources it brings. */
public interface Connector extends AutoCloseable {
    Verifier verifier();

    Delivery delivery();

    List<SignalSource> signalSources();

    /**
     * Hears which credentials documents put under this connector: all of them, at the start and after every change. A source of
     * signals tells by it whose a call is. May block; never called twice at once.
     */
    default void know(List<Credential> credentials) {}

    /** Empty for a backend that cannot list what it holds. */
    default Optional<Discovery> discovery() {
        return Optional.empty();
    }

    /** How credentials come under this connector; empty if it takes only what is under it already. */
    default Optional<Enrolment> enrolment() {
        return Optional.empty();
    }

    @Override
    void close();
}
