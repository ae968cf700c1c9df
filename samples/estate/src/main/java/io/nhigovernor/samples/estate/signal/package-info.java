/** The telemetry agent of a service: one signal per authentication and a heartbeat, as CloudEvents batches. */
@NullMarked
package io.nhigovernor.samples.estate.signal;

import org.jspecify.annotations.NullMarked;
