/**
 * Floor 7, pure: the state machines of rollout, ring, credential change and cutover. {@code RolloutMachine.on(event)} gives
 * the next state, the intents to record, the ledger entries, and the actions to take once all of that is durable.
 */
@NullMarked
package io.nhigovernor.governor.rollout;

import org.jspecify.annotations.NullMarked;
