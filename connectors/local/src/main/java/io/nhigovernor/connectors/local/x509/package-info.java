/** The local certificate authority; the only place that imports Bouncy Castle. */
@NullMarked
package io.nhigovernor.connectors.local.x509;

import org.jspecify.annotations.NullMarked;
