/** Floor 9: the deterministic core that decides, and the thin shell that performs. */
@NullMarked
package io.nhigovernor.governor.engine;

import org.jspecify.annotations.NullMarked;
