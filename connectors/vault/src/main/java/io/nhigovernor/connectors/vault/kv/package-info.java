/** Secrets of KV version 2: where consumers read, and where the governor keeps what it may need again. */
@NullMarked
package io.nhigovernor.connectors.vault.kv;

import org.jspecify.annotations.NullMarked;
