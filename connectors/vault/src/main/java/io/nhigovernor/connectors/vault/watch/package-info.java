/** The audit log of this Vault as a source of signals: what the devices write for values and tokens that the governor knows. */
@NullMarked
package io.nhigovernor.connectors.vault.watch;

import org.jspecify.annotations.NullMarked;
