package io.nhigovernor.governor.rollout;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happens to one credential in one rollout, once, however many targets share it.
 *
 * @param attempt labels everything made outside
 * @param candidate known once read back
 * @param accepted version of the verifier's accept list as last seen
 * @param proven relying parties where B was accepted
 * @param refusals one entry per definite refusal of B, the relying party's name
 * @param priorRefused one entry per refusal of A while quarantined, the relying party's name
 * @param givenUp B was refused twice at one relying party
 * @param outages one per swap, where the verifier holds one value at a time
 * @param brownedOut when a brown-out of A went by undisturbed
 */
public record CredentialChange(
        String credential,
        String attempt,
        ChangePhase phase,
        Fingerprint prior,
        Optional<Fingerprint> candidate,
        Optional<Version> accepted,
        List<String> proven,
        List<String> refusals,
        List<String> priorRefused,
        boolean givenUp,
        List<Outage> outages,
        Optional<OpenIntent> intent,
        Optional<Instant> brownedOut) {
    public CredentialChange {
        proven = List.copyOf(proven);
        refusals = List.copyOf(refusals);
        priorRefused = List.copyOf(priorRefused);
        outages = List.copyOf(outages);
    }

    static CredentialChange planned(String credential, String attempt, Fingerprint prior) {
        return new CredentialChange(
                credential,
                attempt,
                new ChangePhase.Planned(),
                prior,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    CredentialChange phase(ChangePhase next) {
        return new CredentialChange(
                credential,
                attempt,
                next,
                prior,
                candidate,
                accepted,
                proven,
                refusals,
                priorRefused,
                givenUp,
                outages,
                intent,
                brownedOut);
    }

    CredentialChange candidate(Fingerprint found) {
        return new CredentialChange(
                credential,
                attempt,
                phase,
                prior,
                Optional.of(found),
                accepted,
                proven,
                refusals,
                priorRefused,
                givenUp,
                outages,
                intent,
                brownedOut);
    }

    CredentialChange accepted(Version version) {
        return new CredentialChange(
                credential,
                attempt,
                phase,
                prior,
                candidate,
                Optional.of(version),
                proven,
                refusals,
                priorRefused,
                givenUp,
                outages,
                intent,
                brownedOut);
    }

    CredentialChange intent(Optional<OpenIntent> next) {
        return new CredentialChange(
                credential,
                attempt,
                phase,
                prior,
                candidate,
                accepted,
                proven,
                refusals,
                priorRefused,
                givenUp,
                outages,
                next,
                brownedOut);
    }

    CredentialChange provenAt(List<String> parties) {
        return new CredentialChange(
                credential,
                attempt,
                phase,
                prior,
                candidate,
                accepted,
                parties,
                refusals,
                priorRefused,
                givenUp,
                outages,
                intent,
                brownedOut);
    }

    CredentialChange refusedAt(List<String> parties) {
        return new CredentialChange(
                credential,
                attempt,
                phase,
                prior,
                candidate,
                accepted,
                proven,
                parties,
                priorRefused,
                givenUp,
                outages,
                intent,
                brownedOut);
    }

    CredentialChange priorRefusedAt(List<String> parties) {
        return new CredentialChange(
                credential,
                attempt,
                phase,
                prior,
                candidate,
                accepted,
                proven,
                refusals,
                parties,
                givenUp,
                outages,
                intent,
                brownedOut);
    }

    CredentialChange brownedOut(Instant at) {
        return new CredentialChange(
                credential,
                attempt,
                phase,
                prior,
                candidate,
                accepted,
                proven,
                refusals,
                priorRefused,
                givenUp,
                outages,
                intent,
                Optional.of(at));
    }

    CredentialChange candidateGivenUp() {
        return new CredentialChange(
                credential,
                attempt,
                phase,
                prior,
                candidate,
                accepted,
                proven,
                refusals,
                priorRefused,
                true,
                outages,
                intent,
                brownedOut);
    }

    CredentialChange outages(List<Outage> measured) {
        return new CredentialChange(
                credential,
                attempt,
                phase,
                prior,
                candidate,
                accepted,
                proven,
                refusals,
                priorRefused,
                givenUp,
                measured,
                intent,
                brownedOut);
    }

    /** A swap is under way: what is delivered and what is accepted may differ. */
    public boolean outOfStep() {
        return !outages.isEmpty() && outages.getLast().underWay();
    }
}
