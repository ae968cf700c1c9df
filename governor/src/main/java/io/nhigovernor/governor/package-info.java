/** Floor 11: where the process begins and its parts are joined, by constructor calls only. */
@NullMarked
package io.nhigovernor.governor;

import org.jspecify.annotations.NullMarked;
