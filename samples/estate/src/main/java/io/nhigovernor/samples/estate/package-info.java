/** A world on loopback: service accounts that call services with delivered credentials, breakages, and counters of its own. */
@NullMarked
package io.nhigovernor.samples.estate;

import org.jspecify.annotations.NullMarked;
