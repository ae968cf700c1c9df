/** AppRoles: which secret ids a role accepts. */
@NullMarked
package io.nhigovernor.connectors.vault.approle;

import org.jspecify.annotations.NullMarked;
