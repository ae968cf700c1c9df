package io.nhigovernor.spi;

/** How much breaks when an identity breaks; restore permits go to the most critical first. */
public enum Tier {
    CRITICAL,
    HIGH,
    NORMAL,
    LOW
}
