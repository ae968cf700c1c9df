/** The estate's own counters, kept on the callers' and the services' side, independent of any governor. */
@NullMarked
package io.nhigovernor.samples.estate.count;

import org.jspecify.annotations.NullMarked;
