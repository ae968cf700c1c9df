/** Speaks to Vault: the one place that knows the driver, HTTP, tokens and Vault's words for errors. */
@NullMarked
package io.nhigovernor.connectors.vault.gateway;

import org.jspecify.annotations.NullMarked;
