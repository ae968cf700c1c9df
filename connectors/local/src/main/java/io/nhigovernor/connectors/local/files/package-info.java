/** The ground under the local connector: atomic durable writes, locks, the encrypted value store and delivered directories. */
@NullMarked
package io.nhigovernor.connectors.local.files;

import org.jspecify.annotations.NullMarked;
