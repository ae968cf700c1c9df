/** Changed copies of the product, for proofs of what would happen if it were different. */
@NullMarked
package io.nhigovernor.proofs.copy;

import org.jspecify.annotations.NullMarked;
