/** Services that verify credentials against the accept documents and report each authentication. */
@NullMarked
package io.nhigovernor.samples.estate.service;

import org.jspecify.annotations.NullMarked;
