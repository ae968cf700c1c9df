/** What connectors are made of: accept documents, keys, durable files, the probing login. Knows no backend. */
@NullMarked
package io.nhigovernor.connectors.parts;

import org.jspecify.annotations.NullMarked;
