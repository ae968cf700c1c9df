/** The embedded default: an encrypted file store, a local certificate authority, accept documents and delivered files; no server. */
@NullMarked
package io.nhigovernor.connectors.local;

import org.jspecify.annotations.NullMarked;
