/** What PostgreSQL's own log says about who logged in, and as which role of a pair. */
@NullMarked
package io.nhigovernor.connectors.vault.logins;

import org.jspecify.annotations.NullMarked;
