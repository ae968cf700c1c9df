package io.nhigovernor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import org.junit.jupiter.api.Test;

/** What every {@link io.nhigovernor.spi.Verifier} does; inherited by a near-empty class per connector and kind. */
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
    void anotherValueUnderTheSameAttemptIsDrift() {
        assumeFalse(mint() == Mint.VERIFIER);
        var candidate = admitted("attempt-1");
        var before = acceptance();
        var found = drift(verifier().admit(credential(), bench().make(), call("attempt-1")));
        assertThat(found.found().generation()).contains(candidate.fingerprint());
        assertThat(acceptance()).isEqualTo(before);
    }

    @Test
    void aSignedChainCanBeReadAgainByItsAttempt() {
        assumeTrue(mint() == Mint.CALLER_KEY_SIGNED);
        var chain = applied(verifier().admit(credential(), bench().make(), call("attempt-1")))
                .minted();
        assertThat(acceptance().byAttempt("attempt-1").orElseThrow().publicPart())
                .isEqualTo(chain)
                .isPresent();
    }

    @Test
    void disablingTakesAcceptanceAwayAndEnablingGivesItBack() {
        assumeDisableWorks();
        var prior = first();
        admitted("attempt-1");
        applied(verifier().disable(credential(), prior, version(), call("attempt-1")));
        assertThat(acceptance().accepts(prior)).isFalse();
        applied(verifier().enable(credential(), prior, version(), call("attempt-1")));
        assertThat(acceptance().accepts(prior)).isTrue();
    }

    @Test
    void aVerifierThatCannotDisableSaysSo() {
        assumeTrue(capabilities().disable() == Disable.NONE);
        var before = acceptance();
        refused(verifier().disable(credential(), first(), version(), call("attempt-1")));
        assertThat(acceptance()).isEqualTo(before);
    }

    @Test
    void disablingAgainUnderTheSameIntentHasOneEffect() {
        assumeDisableWorks();
        var prior = first();
        admitted("attempt-1");
        var expected = version();
        var call = call("attempt-1");
        var once = verifier().disable(credential(), prior, expected, call);
        var after = acceptance();
        assertThat(applied(verifier().disable(credential(), prior, expected, call)))
                .isEqualTo(applied(once));
        assertThat(acceptance()).isEqualTo(after);
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
    void aStrangersChangeIsDriftAndNothingIsOverwritten() {
        assumeTrue(capabilities().conditionalDisable());
        var expected = version();
        bench().strangerChangesAcceptance();
        var before = acceptance();
        if (capabilities().disable() != Disable.NONE) {
            var found = drift(verifier().disable(credential(), first(), expected, call("attempt-1")));
            assertThat(found.found().version()).isEqualTo(before.version());
        }
        drift(verifier().enable(credential(), first(), expected, call("attempt-1")));
        assertThat(acceptance()).isEqualTo(before);
    }

    @Test
    void aLateDisableBouncesAfterAnEnable() {
        assumeTrue(capabilities().conditionalDisable() && capabilities().disable() != Disable.NONE);
        var paused = version();
        applied(verifier().enable(credential(), first(), paused, call("attempt-1")));
        drift(verifier().disable(credential(), first(), paused, call("attempt-1")));
        assertThat(acceptance().accepts(first())).isTrue();
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
        assertThat(acceptance().of(prior)).isPresent();
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

    private void assumeDisableWorks() {
        assumeTrue(capabilities().disable() != Disable.NONE);
    }
}
