package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;

/** A credential as one caller holds it in memory, as it was delivered once. */
sealed interface Held permits Presentable, HeldLogin {
    Fingerprint fingerprint();

    /** Uses it once for real. */
    CallResult call(RelyingParty service, TargetId target, Instant now);
}
