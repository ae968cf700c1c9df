package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Standing;
import io.nhigovernor.governor.plan.Standing.Accepted;
import io.nhigovernor.governor.plan.Standing.Pointed;
import io.nhigovernor.spi.Fingerprint;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a credential stands when its rollout ends, by what the rollout did. */
public final class Ending {
    private Ending() {}

    /**
     * What is known for certain; the rest is what is seen first.
     *
     * @param before how it stood before the rollout took it, as far as that was known
     */
    public static Standing of(Rollout rollout, CredentialChange change, Optional<Standing> before) {
        Standing earlier = before.orElse(Standing.UNKNOWN);
        if (change.accepted().isEmpty()) {
            // Nothing was touched, and what a precheck found is not ours to know as right.
            return earlier;
        }
        SortedMap<String, Pointed> pointers = new TreeMap<>(earlier.pointers());
        for (Cutover cutover : rollout.targetsOf(change.credential())) {
            String holder = cutover.target().identity();
            pointed(change, cutover.phase())
                    .ifPresentOrElse(
                            generation -> pointers.put(
                                    holder,
                                    new Pointed(
                                            Optional.of(generation),
                                            cutover.pointer().map(version -> version.value()))),
                            () -> pointers.remove(holder));
        }
        return new Standing(pointers, accepted(change));
    }

    private static Optional<SortedMap<String, Accepted>> accepted(CredentialChange change) {
        return switch (change.phase()) {
            case ChangePhase.Done ignored -> change.candidate().map(it -> Standing.untold(List.of(it)));
            case ChangePhase.Overlapped ignored ->
                change.candidate().map(it -> Standing.untold(List.of(change.prior(), it)));
            case ChangePhase.Withdrawn ignored -> Optional.of(Standing.untold(List.of(change.prior())));
            case ChangePhase.Planned ignored -> Optional.empty();
            case ChangePhase.Prechecked ignored -> Optional.empty();
            case ChangePhase.Refused ignored -> Optional.empty();
            case ChangePhase.Admitting ignored -> Optional.empty();
            case ChangePhase.Admitted ignored -> Optional.empty();
            case ChangePhase.Swapped ignored -> Optional.empty();
            case ChangePhase.Proven ignored -> Optional.empty();
            case ChangePhase.Disabling ignored -> Optional.empty();
            case ChangePhase.Quarantined ignored -> Optional.empty();
            case ChangePhase.Enabling ignored -> Optional.empty();
            case ChangePhase.SwappedBack ignored -> Optional.empty();
            case ChangePhase.Retiring ignored -> Optional.empty();
            case ChangePhase.Withdrawing ignored -> Optional.empty();
            case ChangePhase.NeedsHuman ignored -> Optional.empty();
        };
    }

    private static Optional<Fingerprint> pointed(CredentialChange change, CutoverPhase phase) {
        return switch (phase) {
            case CutoverPhase.Waiting ignored -> Optional.of(change.prior());
            case CutoverPhase.Staged ignored -> Optional.of(change.prior());
            case CutoverPhase.Restored ignored -> Optional.of(change.prior());
            case CutoverPhase.Repointed ignored -> Optional.of(change.prior());
            case CutoverPhase.Excluded ignored -> Optional.of(change.prior());
            case CutoverPhase.Promoted ignored -> change.candidate();
            case CutoverPhase.Adopted ignored -> change.candidate();
            case CutoverPhase.Promoting ignored -> Optional.empty();
            case CutoverPhase.Restoring ignored -> Optional.empty();
            case CutoverPhase.Held ignored -> Optional.empty();
            case CutoverPhase.NeedsHuman ignored -> Optional.empty();
        };
    }
}
