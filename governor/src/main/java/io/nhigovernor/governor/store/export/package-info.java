/** Floor 8: the signing key of the ledger, and exports of the ledger to a file and back. */
@NullMarked
package io.nhigovernor.governor.store.export;

import org.jspecify.annotations.NullMarked;
