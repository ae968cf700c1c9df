/** The estate's documents: identities and credentials as values, and their rendering with real ports. */
@NullMarked
package io.nhigovernor.samples.estate.documents;

import org.jspecify.annotations.NullMarked;
