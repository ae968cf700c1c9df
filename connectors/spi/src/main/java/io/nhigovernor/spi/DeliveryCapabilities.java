package io.nhigovernor.spi;

/**
 * What a delivery can do.
 *
 * @param conditionalPointer promote honours an expected version
 * @param generationsKept how many generations stay fetchable, the current one included
 */
public record DeliveryCapabilities(boolean conditionalPointer, int generationsKept) {}
