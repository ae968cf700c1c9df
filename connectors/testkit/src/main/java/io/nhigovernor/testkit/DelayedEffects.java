package io.nhigovernor.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/** Effects that were sent and have not landed yet: what a paused replica or a slow proxy holds back. */
public final class DelayedEffects {
    private final Deque<Runnable> held = new ArrayDeque<>();

    synchronized void hold(Runnable effect) {
        held.add(effect);
    }

    public synchronized int size() {
        return held.size();
    }

    /** Lets the oldest land; false if none is held. */
    public boolean land() {
        Runnable effect;
        synchronized (this) {
            effect = held.poll();
        }
        if (effect == null) {
            return false;
        }
        effect.run();
        return true;
    }

    public void landAll() {
        while (land()) {
            // Each landing is its own effect.
        }
    }
}
