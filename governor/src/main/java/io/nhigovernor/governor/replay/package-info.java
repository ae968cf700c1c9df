/** Floor 10: a gate run over a recorded stream, needing no server, store or connector. */
@NullMarked
package io.nhigovernor.governor.replay;

import org.jspecify.annotations.NullMarked;
