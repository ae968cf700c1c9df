/** What a Vault audit log says about whose credential was used where, and who fetched which version. */
@NullMarked
package io.nhigovernor.connectors.vault.audit;

import org.jspecify.annotations.NullMarked;
