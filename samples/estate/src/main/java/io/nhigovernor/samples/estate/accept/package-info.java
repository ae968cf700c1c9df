/** What the services accept: accept documents of a folder or of Vault's KV, read again and again. */
@NullMarked
package io.nhigovernor.samples.estate.accept;

import org.jspecify.annotations.NullMarked;
