package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Version;
import java.util.Optional;

/**
 * The life of one target inside one rollout.
 *
 * @param ring index of its ring
 * @param pointer version of its delivery's pointer as last seen
 * @param staged the generation lying pending here, as read back
 * @param turnBack ordered back on its own, not with its whole ring
 * @param tidied what must not stay lying here was discarded
 */
public record Cutover(
        TargetId target,
        int ring,
        CutoverPhase phase,
        Optional<Version> pointer,
        Optional<Fingerprint> staged,
        boolean turnBack,
        boolean tidied,
        Optional<OpenIntent> intent) {

    static Cutover waiting(TargetId target, int ring) {
        return new Cutover(
                target,
                ring,
                new CutoverPhase.Waiting(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Optional.empty());
    }

    Cutover phase(CutoverPhase next) {
        return new Cutover(target, ring, next, pointer, staged, turnBack, tidied, intent);
    }

    Cutover pointer(Version version) {
        return new Cutover(target, ring, phase, Optional.of(version), staged, turnBack, tidied, intent);
    }

    Cutover staged(Optional<Fingerprint> generation) {
        return new Cutover(target, ring, phase, pointer, generation, turnBack, tidied, intent);
    }

    Cutover turnBack(boolean ordered) {
        return new Cutover(target, ring, phase, pointer, staged, ordered, tidied, intent);
    }

    Cutover tidy() {
        return new Cutover(target, ring, phase, pointer, staged, turnBack, true, intent);
    }

    Cutover intent(Optional<OpenIntent> next) {
        return new Cutover(target, ring, phase, pointer, staged, turnBack, tidied, next);
    }
}
