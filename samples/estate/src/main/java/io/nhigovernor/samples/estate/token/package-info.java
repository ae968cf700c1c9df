/** Signed client tokens (RFC 7523 style assertions); the only package that knows Nimbus. */
@NullMarked
package io.nhigovernor.samples.estate.token;

import org.jspecify.annotations.NullMarked;
