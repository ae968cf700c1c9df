package io.nhigovernor.samples.estate.caller;

import java.io.IOException;
import java.time.Duration;

/** The place one credential is delivered to one identity. */
public interface Delivered {
    /**
     * A word for what shows there now; another one after every move.
     *
     * @throws IOException if nothing was ever delivered, or it cannot be seen
     */
    String shown() throws IOException;

    /** How long after a look at {@link #shown} the next one may follow. */
    default Duration apart() {
        return Duration.ZERO;
    }

    /** @param shown as {@link #shown} told it */
    Held read(String shown) throws IOException;
}
