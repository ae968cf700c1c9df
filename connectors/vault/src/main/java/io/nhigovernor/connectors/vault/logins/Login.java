package io.nhigovernor.connectors.vault.logins;

import io.nhigovernor.spi.RawSignal.Result;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One attempt to log in and how it ended.
 *
 * @param session unlike any other's of this server
 * @param application as the client calls itself; empty where the server did not let it in
 * @param refusal why it did not
 */
record Login(
        String session,
        String user,
        String database,
        String application,
        OptionalInt remotePort,
        Result result,
        Optional<String> refusal,
        Instant at) {}
