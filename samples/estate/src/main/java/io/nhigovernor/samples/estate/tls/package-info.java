/** TLS on loopback: PEM files, contexts for clients and services, and a trust manager that tells whom it refused. */
@NullMarked
package io.nhigovernor.samples.estate.tls;

import org.jspecify.annotations.NullMarked;
