/** JSON Web Keys and signed assertions; the only place that imports Nimbus. */
@NullMarked
package io.nhigovernor.connectors.local.jose;

import org.jspecify.annotations.NullMarked;
