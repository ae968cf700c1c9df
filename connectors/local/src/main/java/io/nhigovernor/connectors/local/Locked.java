package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.local.files.FileLocks;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Outcome;
import java.io.IOException;
import java.time.Duration;

/** Runs one effect under its lock, and says what a broken disk or a busy lock means for it. */
final class Locked {
    private static final Duration RETRY = Duration.ofMillis(100);

    private Locked() {}

    /** An effect in two parts, so that a failure to read is a definite no and only a failure to write is unknown. */
    @FunctionalInterface
    interface Decision {
        Step decide() throws IOException, UnusableMaterialException;
    }

    /** What was decided under the lock. */
    sealed interface Step {
        /** Nothing is to be written. */
        record Answer(Outcome outcome) implements Step {}

        /** This is to be written, and answers. */
        record Write(Effect effect) implements Step {}
    }

    /** Writes, then says what is so now. */
    @FunctionalInterface
    interface Effect {
        Outcome perform() throws IOException;
    }

    static Step answer(Outcome outcome) {
        return new Step.Answer(outcome);
    }

    static Step write(Effect effect) {
        return new Step.Write(effect);
    }

    static Outcome run(FileLocks locks, String name, Call call, Decision decision) {
        boolean writing = false;
        try (var held = locks.acquire(name, call.deadline()).orElse(null)) {
            if (held == null) {
                return Outcome.NotApplied.busy("the lock " + name + " is held by somebody else", RETRY);
            }
            return switch (decision.decide()) {
                case Step.Answer answer -> answer.outcome();
                case Step.Write write -> {
                    writing = true;
                    yield write.effect().perform();
                }
            };
        } catch (UnusableMaterialException e) {
            return Outcome.NotApplied.refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return writing
                    ? new Outcome.Unknown("writing failed half-way: " + e)
                    : Outcome.NotApplied.refused("what is there cannot be read: " + e);
        }
    }
}
