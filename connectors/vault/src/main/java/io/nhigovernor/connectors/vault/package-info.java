/** HashiCorp Vault as verifier and delivery: secrets of KV v2, accept documents, AppRoles. */
@NullMarked
package io.nhigovernor.connectors.vault;

import org.jspecify.annotations.NullMarked;
