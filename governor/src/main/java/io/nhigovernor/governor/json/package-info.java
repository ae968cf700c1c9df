/** Floor 8: the only place that maps our values to and from JSON. */
@NullMarked
package io.nhigovernor.governor.json;

import org.jspecify.annotations.NullMarked;
