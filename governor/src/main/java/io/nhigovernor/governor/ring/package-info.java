/** Floor 1, pure: rings, their gates and the plans that order them. */
@NullMarked
package io.nhigovernor.governor.ring;

import org.jspecify.annotations.NullMarked;
