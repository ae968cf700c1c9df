package io.nhigovernor.connectors.vault.database;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who the governor is at the database: a role that may administer the roles of its pairs, and nothing else.
 *
 * @param passwordFile read anew for every connection, so that the password may be rotated
 * @param authorities PEM, whom the servers' certificates must lead to; without it those of this Java, and on this machine no TLS
 */
public record DatabaseLogin(DatabaseAddress address, String user, Path passwordFile, Optional<Path> authorities) {}
