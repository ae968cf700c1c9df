package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Observed;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Everything a rollout reacts to. */
public sealed interface Event {
    // ---- words of people and schedules
    record Proposed() implements Event {}

    record ApprovalGiven(String by, String digest) implements Event {}

    record StartOrdered(String by) implements Event {}

    /**
     * @param owner who looks after it; who orders it, if not said
     * @param expires when the owner is called; after four hours, if not said
     */
    record HoldOrdered(String by, String why, Optional<String> owner, Optional<Instant> expires) implements Event {}

    record ResumeOrdered(String by) implements Event {}

    record PromoteOrdered(String by, String ring) implements Event {}

    record HaltOrdered(String by, String why) implements Event {}

    /** Exactly one of ring and identity is given. */
    record RestoreOrdered(String by, Optional<String> ring, Optional<String> identity, String why) implements Event {}

    record ExcludeOrdered(String by, String identity, String why) implements Event {}

    // ---- answers from outside
    /** What an action ended in. None is ever refused. */
    sealed interface Answered extends Event {}

    /** @param startedAt when the call began, on the engine's clock */
    record Performed(String intent, Outcome outcome, Instant startedAt) implements Answered {}

    record ReadBackDone(String intent, Found found) implements Answered {}

    record Prechecked(String credential, Precheck result) implements Answered {}

    /** @param acceptedUntil when the verifier will stop accepting what was proven, if that was read and has an end */
    record Proved(
            Action.Purpose purpose,
            String credential,
            TargetId source,
            String relyingParty,
            Proof proof,
            Optional<Instant> acceptedUntil)
            implements Answered {
        public Proved(Action.Purpose purpose, String credential, TargetId source, String relyingParty, Proof proof) {
            this(purpose, credential, source, relyingParty, proof, Optional.empty());
        }
    }

    /** @param asExpected empty if it could not be read */
    record Reasserted(TargetId target, Optional<Boolean> asExpected, String found) implements Answered {}

    /** Everything of its credentials, after the database was set back. @param by the credential's id */
    record SeenOutside(Map<String, Outside> by) implements Event {}

    // ---- evidence and time
    /** The judge's word on a ring, or on one target of it. */
    record Judged(int ring, Optional<TargetId> target, RingVerdict verdict) implements Event {}

    /**
     * Time passed.
     *
     * @param unheard for how long the source that spoke longest ago has said nothing: a call within it may still come
     */
    record Ticked(Duration passed, boolean healthy, Duration unheard, SortedMap<TargetId, Sighting> sightings)
            implements Event {
        /** Every source was heard just now. */
        public Ticked(Duration passed, boolean healthy, SortedMap<TargetId, Sighting> sightings) {
            this(passed, healthy, Duration.ZERO, sightings);
        }
    }

    /** What a lost request turned out to have done. */
    sealed interface Found {
        /** It took effect. */
        record Visible(Outcome.Applied applied) implements Found {}

        /** It did not, so far. */
        record Absent() implements Found {}

        /** Somebody else's state stands there. */
        record Foreign(Observed observed, String what) implements Found {}

        record Unreadable(String why) implements Found {}
    }

    /** What the precheck of one credential found. */
    sealed interface Precheck {
        /** @param pointers version of each target's pointer, all showing A */
        record Passed(Version accepted, SortedMap<String, Version> pointers) implements Precheck {}

        record Failed(List<String> reasons) implements Precheck {}

        record Unreadable(String why) implements Precheck {}
    }
}
