package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RolloutView;

/** What a watching person sees change. */
interface Progress extends AutoCloseable {
    void show(RolloutView rollout);

    /** A line of its own, that stays. */
    void say(String line);

    @Override
    void close();
}
