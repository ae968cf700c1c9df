/**
 * Real servers for tests: found on this machine, started on loopback on free ports, ended by process. {@link
 * io.nhigovernor.testkit.servers.Servers} is where a test asks for one; without it the test is skipped, loudly.
 */
@NullMarked
package io.nhigovernor.testkit.servers;

import org.jspecify.annotations.NullMarked;
