/** Governor processes that really die beside a real Vault and a real PostgreSQL, whose own logs are compared with the ledger. */
@NullMarked
package io.nhigovernor.proofs.kills.vault;

import org.jspecify.annotations.NullMarked;
