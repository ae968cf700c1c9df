package io.nhigovernor.governor.store.export;

import java.time.Instant;

/**
 * What to export.
 *
 * @param origin the installation's name
 * @param since entries left out at the beginning because an earlier export has them; 0 for all
 * @param time what the checkpoint at the end says it was made at
 */
public record ExportOptions(String origin, long since, Instant time) {}
