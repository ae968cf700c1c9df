/** Floor 2, pure: when a ring plan is due, and the hours in which it may begin. */
@NullMarked
package io.nhigovernor.governor.schedule;

import org.jspecify.annotations.NullMarked;
