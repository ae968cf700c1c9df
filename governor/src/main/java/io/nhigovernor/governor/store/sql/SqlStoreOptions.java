package io.nhigovernor.governor.store.sql;

import java.util.Optional;

/**
 * Who opens a store.
 *
 * @param node the installation's name; owner of the lease, and origin of the checkpoints it signs
 * @param build digest of the running build, kept in the lease
 * @param reserveBytes room kept beside the database for what must be written when the disk is full
 */
public record SqlStoreOptions(String node, Optional<String> build, long reserveBytes) {}
