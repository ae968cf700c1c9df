/** Floor 11: what a governor is told at its start, read strictly, and the defaults when it is told nothing. */
@NullMarked
package io.nhigovernor.governor.config;

import org.jspecify.annotations.NullMarked;
