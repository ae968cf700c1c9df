/** What the services accept: the local connector's accept documents, read again whenever they change. */
@NullMarked
package io.nhigovernor.samples.estate.accept;

import org.jspecify.annotations.NullMarked;
