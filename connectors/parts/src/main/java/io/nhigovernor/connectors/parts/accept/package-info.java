/** The accept document: what relying parties accept for one credential. The only place that knows its JSON (Jackson). */
@NullMarked
package io.nhigovernor.connectors.parts.accept;

import org.jspecify.annotations.NullMarked;
