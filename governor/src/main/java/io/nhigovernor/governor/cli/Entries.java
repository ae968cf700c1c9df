package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.ledger.LedgerEntry;
import java.util.List;

/** A slice of the ledger as the interface sends it. */
record Entries(List<LedgerEntry> items, long next) {}
