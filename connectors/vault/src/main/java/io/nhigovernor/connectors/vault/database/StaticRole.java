package io.nhigovernor.connectors.vault.database;

import java.time.Duration;
import java.util.Optional;

/**
 * A static role as Vault tells of it: everything but the password.
 *
 * @param username the database's name for it
 * @param connection the name of Vault's connection to the database
 * @param rotation when Vault changed the password last, as Vault writes it; empty for never
 * @param period after which Vault changes the password by itself; empty where another schedule says when
 */
record StaticRole(String name, String username, String connection, String rotation, Optional<Duration> period) {}
