package io.nhigovernor.connectors.vault.audit;

import java.nio.file.Path;

/**
 * A file audit device.
 *
 * @param name as Vault knows it: what stands after {@code sys/audit/}
 * @param file what it writes to, where the governor can read it
 * @param checkpoint the governor's own file for how far it was read; one per device
 */
public record Device(String name, Path file, Path checkpoint) {}
