/** Vault as the estate's accounts and services see it: a small client of their own. */
@NullMarked
package io.nhigovernor.samples.estate.vault;

import org.jspecify.annotations.NullMarked;
