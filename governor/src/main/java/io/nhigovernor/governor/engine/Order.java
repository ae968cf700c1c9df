package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.document.SourceFile;
import io.nhigovernor.governor.ring.Mode;
import java.util.List;
import java.util.Optional;

/** A human's or a schedule's word. Who may say it is checked where it arrives. */
public sealed interface Order {
    /** Apply the documents in these files, or with {@code dryRun} only say what would change. */
    record Apply(List<SourceFile> files, boolean dryRun) implements Order {}

    /**
     * Make a plan and propose it as a rollout.
     *
     * @param reason why the change is made; goes into the ledger
     * @param commit the git commit the documents came from
     * @param mode whether there is to be a way back
     */
    record Propose(String ringPlan, String reason, Optional<String> commit, Mode mode) implements Order {
        public Propose(String ringPlan, String reason, Optional<String> commit) {
            this(ringPlan, reason, commit, Mode.ROUTINE);
        }
    }

    /** Approve exactly this digest. */
    record Approve(String rollout, String digest) implements Order {}

    record Start(String rollout) implements Order {}

    /** A restored rollout is planned anew, from ring 0. @param cause of the restore; goes into the ledger */
    record Retry(String rollout, String cause) implements Order {}

    /** Until it expires, the rollout may begin in spite of restores, or be tried again without new evidence. */
    record Waive(String rollout, String reason, Expiry expires) implements Order {}

    /**
     * Nothing forward until resume; nothing undone. Said of a held rollout, it takes it over.
     *
     * @param owner who looks after it; the caller, if not said
     * @param expires when the owner is called; nothing is resumed by it
     */
    record Hold(String rollout, String reason, Optional<String> owner, Optional<Expiry> expires) implements Order {}

    record Resume(String rollout) implements Order {}

    /** Satisfies a ring's manual gate; never stands in for missing evidence. */
    record Promote(String rollout, String ring) implements Order {}

    /** Ends the rollout: every started target not past the point of no return goes back. */
    record Halt(String rollout, String reason) implements Order {}

    /** One ring, or the targets of one identity, go back; the rollout is held. Exactly one of both is given. */
    record Restore(String rollout, Optional<String> ring, Optional<String> identity, String reason) implements Order {}

    /** Forward work may go on although the database was set back and what came after is lost. */
    record ConfirmSetBack(String reason) implements Order {}

    /** Somebody else changed a credential, and what is there now is right. */
    record AcceptDrift(String credential, String reason) implements Order {}

    /** A restored target leaves the rollout by name and reason. */
    record Exclude(String rollout, String identity, String reason) implements Order {}
}
