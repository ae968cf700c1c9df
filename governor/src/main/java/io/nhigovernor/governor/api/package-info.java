/** Floor 10: the HTTP interface. Handlers decode, ask and encode; the engine decides. */
@NullMarked
package io.nhigovernor.governor.api;

import org.jspecify.annotations.NullMarked;
