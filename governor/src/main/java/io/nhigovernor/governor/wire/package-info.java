/** Floor 8: strict, bounded reading of JSON that comes from outside, with every problem at once. */
@NullMarked
package io.nhigovernor.governor.wire;

import org.jspecify.annotations.NullMarked;
