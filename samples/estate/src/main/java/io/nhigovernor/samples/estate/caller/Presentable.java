package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import javax.net.ssl.HttpsURLConnection;

/** What is shown to a service on a call to it. */
sealed interface Presentable extends Held permits HeldSecret, HeldCertificate, HeldKey {
    /** Puts it on a call to a service, before the connection opens. */
    void presentOn(HttpsURLConnection call, String service, Instant now);

    @Override
    default CallResult call(RelyingParty service, TargetId target, Instant now) {
        return Line.call(service.address(), service.name(), target.identity(), this, now);
    }
}
