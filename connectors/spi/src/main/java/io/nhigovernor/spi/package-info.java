/**
 * The ground vocabulary of the house and the two contracts every backend fulfils: {@link io.nhigovernor.spi.Verifier}
 * decides whether a credential is accepted, {@link io.nhigovernor.spi.Delivery} hands it to consumers. Imports
 * {@code java.*} only; everything else stands on it.
 */
@NullMarked
package io.nhigovernor.spi;

import org.jspecify.annotations.NullMarked;
