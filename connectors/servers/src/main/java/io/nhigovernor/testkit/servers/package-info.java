/**
 * Real servers: found on this machine, started on loopback on free ports, ended by process. For tests, and for demonstrations; where
 * none can be had, a finding says what is missing and how to get it.
 */
@NullMarked
package io.nhigovernor.testkit.servers;

import org.jspecify.annotations.NullMarked;
