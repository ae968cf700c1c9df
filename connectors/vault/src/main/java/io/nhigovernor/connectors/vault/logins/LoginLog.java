package io.nhigovernor.connectors.vault.logins;

import java.nio.file.Path;

/**
 * The log of one PostgreSQL server.
 *
 * @param source the name under which it speaks as a source of signals
 * @param file what the server writes to ({@code log_destination = jsonlog}), where the governor can read it
 * @param checkpoint the governor's own file for how far it was read
 */
public record LoginLog(String source, Path file, Path checkpoint) {}
