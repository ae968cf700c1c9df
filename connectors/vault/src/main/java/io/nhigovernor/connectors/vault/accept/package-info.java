/** Accept documents in KV: what services accept that read one path of Vault. */
@NullMarked
package io.nhigovernor.connectors.vault.accept;

import org.jspecify.annotations.NullMarked;
