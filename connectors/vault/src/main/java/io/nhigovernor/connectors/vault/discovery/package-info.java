/** What a Vault holds that could be brought under the governor. */
@NullMarked
package io.nhigovernor.connectors.vault.discovery;

import org.jspecify.annotations.NullMarked;
