package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Operations;
import io.nhigovernor.governor.intake.SignalIntake;
import java.time.Clock;

/** Everything the HTTP interface asks. */
public record ApiPorts(
        Operations operations,
        LedgerExporter ledger,
        RequestLog requests,
        SignalIntake signals,
        TokenBook tokens,
        Clock clock) {}
