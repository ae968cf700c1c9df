package io.nhigovernor.testkit;

import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;

/**
 * One backend laid out for a contract test, with one credential enrolled: its first generation is accepted and every target
 * points at it. A shared credential has several holders. If it declares relying parties, they answer for real.
 */
public interface Workbench extends AutoCloseable {
    Verifier verifier();

    Delivery delivery();

    Credential credential();

    /** Fresh material as a governor brings it: a value, or a key with its public part; nothing for a verifier that mints. */
    Material make();

    /** Somebody else changes what the verifier accepts, leaving our generations alone; the version rises. */
    void strangerChangesAcceptance();

    /** Somebody else points a target elsewhere, or writes it again; the version rises. */
    void strangerMovesPointer(Target target);

    @Override
    void close();
}
