package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.spi.Fingerprint;
import java.time.Instant;
import javax.net.ssl.HttpsURLConnection;

/** A credential as one caller holds it in memory, read from one delivered directory. */
sealed interface Held permits HeldSecret, HeldCertificate, HeldKey {
    Fingerprint fingerprint();

    /** Puts it on a call to a service, before the connection opens. */
    void presentOn(HttpsURLConnection call, String service, Instant now);
}
