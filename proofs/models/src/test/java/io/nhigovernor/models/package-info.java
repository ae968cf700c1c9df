/** The specifications, checked by TLC: the protocol holds, and every seeded mistake in it is caught. */
@org.jspecify.annotations.NullMarked
package io.nhigovernor.models;
