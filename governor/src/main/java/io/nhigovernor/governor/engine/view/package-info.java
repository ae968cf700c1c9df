/** Floor 9: what may be seen of a running governor: plain values, written to JSON as they stand. */
@NullMarked
package io.nhigovernor.governor.engine.view;

import org.jspecify.annotations.NullMarked;
