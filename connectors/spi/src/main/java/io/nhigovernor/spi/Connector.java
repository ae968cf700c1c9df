package io.nhigovernor.spi;

import java.util.List;

/** An opened backend: one or both contracts, and the signal sources it brings. */
public interface Connector extends AutoCloseable {
    Verifier verifier();

    Delivery delivery();

    List<SignalSource> signalSources();

    @Override
    void close();
}
