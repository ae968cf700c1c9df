/** Floor 4, pure: observed facts about accounts, what they were like before a change, and how fresh their sources are. */
@NullMarked
package io.nhigovernor.governor.signal;

import org.jspecify.annotations.NullMarked;
