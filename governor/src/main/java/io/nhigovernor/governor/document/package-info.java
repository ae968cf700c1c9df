/** Floor 8: documents as people write them, YAML or JSON: read with their positions, checked all at once, written back as JSON. */
@NullMarked
package io.nhigovernor.governor.document;

import org.jspecify.annotations.NullMarked;
