/** Floor 3, pure: inventory and ring plan to a frozen plan, or a refusal with every reason. */
@NullMarked
package io.nhigovernor.governor.plan;

import org.jspecify.annotations.NullMarked;
