/** Floor 5, pure: evidence of a ring and its gate in, a verdict out. Each piece of the decision rule is readable alone. */
@NullMarked
package io.nhigovernor.governor.judge;

import org.jspecify.annotations.NullMarked;
