/** Governor processes that really die, beside a running estate: at every point of the write-ahead protocol, and at any moment. */
@NullMarked
package io.nhigovernor.proofs.kills;

import org.jspecify.annotations.NullMarked;
