/** Leaf certificates of a PKI mount: signed, found again, and revoked. Bouncy Castle makes the signing request, here only. */
@NullMarked
package io.nhigovernor.connectors.vault.pki;

import org.jspecify.annotations.NullMarked;
