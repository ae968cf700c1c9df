/**
 * What every connector is tested with: the inherited contracts {@link io.nhigovernor.testkit.VerifierContract} and {@link
 * io.nhigovernor.testkit.DeliveryContract}, a backend with a memory instead of mocks, faults, and a clock moved by hand.
 */
@NullMarked
package io.nhigovernor.testkit;

import org.jspecify.annotations.NullMarked;
