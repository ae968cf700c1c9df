/**
 * How fast the governor is, each figure beside its floor: the same requests by a raw client, against the same server in the same run.
 * Reports are committed; nothing here is a test.
 */
@NullMarked
package io.nhigovernor.benchmarks;

import org.jspecify.annotations.NullMarked;
