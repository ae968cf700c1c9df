package io.nhigovernor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import org.junit.jupiter.api.Test;

/**
 * What every {@link io.nhigovernor.spi.Verifier} does; inherited by a near-empty class per connector and kind. No test is
 * skipped for a capability that is not there: then it asks that the backend says so, and shows what the lack costs.
 */
public abstract class VerifierContract extends ConnectorContract {

    @Test
    void anEnrolledCredentialIsAcceptedWithItsFirstGenerationOnly() {
        assertThat(acceptance().generations()).hasSize(1);
        assertThat(acceptance().accepts(first())).isTrue();
    }

    @Test
    void admittingAcceptsTheCandidateBesideThePriorUnderItsAttempt() {
        var prior = first();
        var before = acceptance().version();
        var candidate = admitted("attempt-1");
        assertThat(acceptance().accepts(candidate.fingerprint())).isTrue();
        assertThat(acceptance().accepts(prior)).isEqualTo(capabilities().overlap());
        assertThat(acceptance().byAttempt("attempt-1").orElseThrow().fingerprint())
                .isEqualTo(candidate.fingerprint());
        assertThat(acceptance().version().after(before)).isTrue();
    }

    @Test
    void admittingAgainForTheSameAttemptAndMaterialChangesNothingAndAnswersTheSame() {
        var made = bench().make();
        var call = call("attempt-1");
        var once = applied(verifier().admit(credential(), made, call));
        var after = acceptance();
        var again = applied(verifier().admit(credential(), made, call));
        var underAnotherIntent = applied(verifier().admit(credential(), made, call("attempt-1")));
        assertThat(acceptance()).isEqualTo(after);
        assertThat(again.observed()).isEqualTo(once.observed());
        assertThat(underAnotherIntent.observed()).isEqualTo(once.observed());
        if (mint() == Mint.CALLER_KEY_SIGNED) {
            assertThat(once.minted()).isPresent();
            assertThat(again).isEqualTo(once);
            assertThat(underAnotherIntent.minted()).isEqualTo(once.minted());
        }
    }

    @Test
    void anotherValueUnderTheSameAttemptIsDriftOrWhatTheVerifierMadeTheFirstTime() {
        var candidate = admitted("attempt-1");
        var before = acceptance();
        var again = verifier().admit(credential(), bench().make(), call("attempt-1"));
        var found = mint() == Mint.VERIFIER
                ? applied(again).observed()
                : drift(again).found();
        assertThat(found.generation()).contains(candidate.fingerprint());
        assertThat(acceptance()).isEqualTo(before);
    }

    @Test
    void onlyASignedChainCanBeReadAgainByItsAttempt() {
        var minted = applied(verifier().admit(credential(), bench().make(), call("attempt-1")))
                .minted();
        var kept = acceptance().byAttempt("attempt-1").orElseThrow().publicPart();
        switch (mint()) {
            case CALLER -> assertThat(minted).isEmpty();
            case CALLER_KEY_SIGNED -> assertThat(kept).isEqualTo(minted).isPresent();
            case VERIFIER -> {
                assertThat(minted).isPresent();
                assertThat(kept).isEmpty();
            }
        }
    }

    @Test
    void withoutOverlapThePriorIsForgottenAndComesBackInPlaceOfTheCandidateByBeingAdmittedAgain() {
        var prior = first();
        var kept = known(delivery().fetch(target(), prior));
        var candidate = admitted("attempt-1").fingerprint();
        if (capabilities().overlap()) {
            assertThat(acceptance().accepts(prior)).isTrue();
            return;
        }
        assertThat(acceptance().of(prior)).isEmpty();
        refused(verifier().enable(credential(), prior, version(), call("attempt-1")));
        var before = version();
        var back = call("back-1");
        applied(verifier().admit(credential(), kept.orElseThrow(), back));
        var after = acceptance();
        assertThat(applied(verifier().admit(credential(), kept.orElseThrow(), back))
                        .observed()
                        .version())
                .isEqualTo(after.version());
        assertThat(acceptance()).isEqualTo(after);
        assertThat(after.version().after(before)).isTrue();
        assertThat(after.accepts(prior)).isTrue();
        assertThat(after.of(candidate)).isEmpty();
        assertThat(after.byAttempt("back-1").orElseThrow().fingerprint()).isEqualTo(prior);
        applied(verifier().destroy(credential(), candidate, call("attempt-1")));
        assertThat(acceptance()).isEqualTo(after);
    }

    @Test
    void disablingTakesAcceptanceAwayAndEnablingGivesItBack() {
        var prior = stillKnown(first(), admitted("attempt-1").fingerprint());
        var before = acceptance();
        var disabled = verifier().disable(credential(), prior, version(), call("attempt-1"));
        if (cannotDisable()) {
            refused(disabled);
            assertThat(acceptance()).isEqualTo(before);
        } else {
            applied(disabled);
            assertThat(acceptance().accepts(prior)).isFalse();
            applied(verifier().enable(credential(), prior, version(), call("attempt-1")));
            assertThat(acceptance().accepts(prior)).isTrue();
        }
    }

    @Test
    void disablingAgainUnderTheSameIntentHasOneEffect() {
        var prior = stillKnown(first(), admitted("attempt-1").fingerprint());
        var expected = version();
        var call = call("attempt-1");
        var once = verifier().disable(credential(), prior, expected, call);
        var after = acceptance();
        assertThat(verifier().disable(credential(), prior, expected, call)).isEqualTo(once);
        assertThat(acceptance()).isEqualTo(after);
        if (cannotDisable()) {
            refused(once);
        } else {
            applied(once);
        }
    }

    @Test
    void enablingAgainUnderTheSameIntentHasOneEffect() {
        var expected = version();
        var call = call("attempt-1");
        var once = verifier().enable(credential(), first(), expected, call);
        var after = acceptance();
        assertThat(applied(verifier().enable(credential(), first(), expected, call)))
                .isEqualTo(applied(once));
        assertThat(acceptance()).isEqualTo(after);
    }

    @Test
    void enablingAlwaysRaisesTheVersionAlsoWhenNothingWasDisabled() {
        var before = version();
        var enabled = applied(verifier().enable(credential(), first(), before, call("attempt-1")));
        assertThat(version().after(before)).isTrue();
        assertThat(enabled.observed().version()).isEqualTo(version());
    }

    @Test
    void aStrangersChangeIsDriftAndNothingIsOverwrittenWhereSwitchingIsConditional() {
        var expected = version();
        bench().strangerChangesAcceptance();
        var before = acceptance();
        if (!capabilities().conditionalDisable()) {
            applied(verifier().enable(credential(), first(), expected, call("attempt-1")));
            assertThat(capabilityClass()).isNotEqualTo(CapabilityClass.C1_FENCED);
            return;
        }
        if (!cannotDisable()) {
            var found = drift(verifier().disable(credential(), first(), expected, call("attempt-1")));
            assertThat(found.found().version()).isEqualTo(before.version());
        }
        drift(verifier().enable(credential(), first(), expected, call("attempt-1")));
        assertThat(acceptance()).isEqualTo(before);
    }

    @Test
    void aLateDisableBouncesAfterAnEnableOrIsHealedByEnablingAgain() {
        var prior = first();
        var paused = version();
        applied(verifier().enable(credential(), prior, paused, call("attempt-1")));
        var late = verifier().disable(credential(), prior, paused, call("attempt-1"));
        if (cannotDisable()) {
            refused(late);
        } else if (capabilities().conditionalDisable()) {
            drift(late);
        } else {
            applied(late);
            assertThat(capabilityClass()).isNotEqualTo(CapabilityClass.C1_FENCED);
            applied(verifier().enable(credential(), prior, version(), call("attempt-1")));
        }
        assertThat(acceptance().accepts(prior)).isTrue();
    }

    @Test
    void destroyingIsFinal() {
        var prior = first();
        var candidate = admitted("attempt-1");
        applied(verifier().destroy(credential(), candidate.fingerprint(), call("attempt-1")));
        assertThat(acceptance().of(candidate.fingerprint())).isEmpty();
        refused(verifier().enable(credential(), candidate.fingerprint(), version(), call("attempt-1")));
        refused(verifier().admit(credential(), candidate.material(), call("attempt-1")));
        assertThat(acceptance().of(candidate.fingerprint())).isEmpty();
        assertThat(acceptance().of(prior).isPresent()).isEqualTo(capabilities().overlap());
    }

    @Test
    void destroyingAgainOrWhatNeverWasIsAppliedAndChangesNothing() {
        var candidate = admitted("attempt-1");
        var call = call("attempt-1");
        var once = applied(verifier().destroy(credential(), candidate.fingerprint(), call));
        var after = acceptance();
        assertThat(verifier().destroy(credential(), candidate.fingerprint(), call))
                .isEqualTo(once);
        applied(verifier().destroy(credential(), candidate.fingerprint(), call("attempt-1")));
        applied(verifier().destroy(credential(), new Fingerprint("never:was"), call("attempt-1")));
        assertThat(acceptance()).isEqualTo(after);
    }

    @Test
    void aLostReplyIsUnknownAndAReadSettlesIt() {
        var made = bench().make();
        var lost = new FaultyVerifier(
                verifier(), Faults.script(Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER), new DelayedEffects());
        var call = call("attempt-1");
        unknown(lost.admit(credential(), made, call));
        assertThat(acceptance().byAttempt("attempt-1")).isEmpty();
        unknown(lost.admit(credential(), made, call));
        assertThat(acceptance().byAttempt("attempt-1")).isPresent();
    }

    @Test
    void aMessageThatArrivesTwiceHasOneEffect() {
        var twice = new FaultyVerifier(verifier(), Faults.script(Fault.DUPLICATE), new DelayedEffects());
        var before = version();
        applied(twice.enable(credential(), first(), before, call("attempt-1")));
        assertThat(version()).isEqualTo(new Version(before.value() + 1));
    }

    @Test
    void everyDeclaredRelyingPartyAcceptsWhatIsEnabledAndRefusesWhatIsNot() {
        var candidate = admitted("attempt-1");
        for (var party : credential().relyingParties()) {
            assertThat(verifier().prove(credential(), candidate.material(), party, "probe-1"))
                    .isInstanceOf(Proof.Accepted.class);
        }
        applied(verifier().destroy(credential(), candidate.fingerprint(), call("attempt-1")));
        for (var party : credential().relyingParties()) {
            assertThat(verifier().prove(credential(), candidate.material(), party, "probe-2"))
                    .isInstanceOf(Proof.Refused.class);
        }
    }

    private VerifierCapabilities capabilities() {
        return verifier().capabilities(credential());
    }

    private Version version() {
        return acceptance().version();
    }

    /** Without overlap the prior was overwritten: what can be switched is the candidate. */
    private Fingerprint stillKnown(Fingerprint prior, Fingerprint candidate) {
        return capabilities().overlap() ? prior : candidate;
    }

    private boolean cannotDisable() {
        return capabilities().disable() == Disable.NONE;
    }
}
