/** Reads a connector's section of the configuration, and names every problem at once. */
@NullMarked
package io.nhigovernor.connectors.parts.settings;

import org.jspecify.annotations.NullMarked;
