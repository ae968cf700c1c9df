/** Floor 11: the commands a person or a pipeline types. */
@NullMarked
package io.nhigovernor.governor.cli;

import org.jspecify.annotations.NullMarked;
