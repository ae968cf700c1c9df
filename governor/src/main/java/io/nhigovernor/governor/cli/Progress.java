package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.RolloutView;

/** What a watching person sees change. */
interface Progress extends AutoCloseable {
    void show(RolloutView rollout);

    @Override
    void close();
}
