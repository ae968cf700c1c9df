package io.nhigovernor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import org.junit.jupiter.api.Test;

/**
 * What every {@link io.nhigovernor.spi.Delivery} does; inherited by a near-empty class per connector and kind. No test is
 * skipped for a capability that is not there: then it shows what the lack costs, and that the capability class says it.
 */
public abstract class DeliveryContract extends ConnectorContract {

    @Test
    void everyTargetOfAnEnrolledCredentialPointsAtItsFirstGeneration() {
        for (var target : targets()) {
            assertThat(pointer(target).generation()).isEqualTo(first());
        }
    }

    @Test
    void stagingIsCreateOnlyPerAttempt() {
        var made = stageable("attempt-1");
        var call = call("attempt-1");
        var once = applied(delivery().stage(target(), made, call));
        assertThat(applied(delivery().stage(target(), made, call))).isEqualTo(once);
        assertThat(applied(delivery().stage(target(), made, call("attempt-1")))).isEqualTo(once);
        var found = drift(delivery().stage(target(), stageable("attempt-2"), call("attempt-1")));
        assertThat(found.found().generation()).isEqualTo(once.observed().generation());
        assertSame(made, fetched(target(), once.observed().generation().orElseThrow()));
    }

    @Test
    void stagingMovesNoPointer() {
        var before = pointer(target());
        ready("attempt-1");
        assertThat(pointer(target())).isEqualTo(before);
    }

    @Test
    void aStagedKeyIsCompletedByItsChainAndOnlyThenPromotedWhereAnythingElseIsWholeAtOnce() {
        if (mint() != Mint.CALLER_KEY_SIGNED) {
            var staged = applied(delivery().stage(target(), stageable("attempt-1"), call("attempt-1")));
            var whole = staged.observed().generation().orElseThrow();
            applied(delivery().promote(target(), whole, version(), call("attempt-1")));
            return;
        }
        var made = bench().make();
        var keyOnly = applied(delivery().stage(target(), made, call("attempt-1")));
        var fingerprint = keyOnly.observed().generation().orElseThrow();
        refused(delivery().promote(target(), fingerprint, version(), call("attempt-1")));
        var chain = applied(verifier().admit(credential(), made, call("attempt-1")))
                .minted()
                .orElseThrow();
        var complete = applied(delivery().stage(target(), made.joinedWith(chain), call("attempt-1")));
        assertThat(complete.observed().generation()).contains(fingerprint);
        assertThat(fetched(target(), fingerprint).publicPart()).contains(chain);
        // A repeat of the first staging must not take the chain away again.
        applied(delivery().stage(target(), made, call("attempt-1")));
        assertThat(fetched(target(), fingerprint).publicPart()).contains(chain);
        applied(delivery().promote(target(), fingerprint, version(), call("attempt-1")));
    }

    @Test
    void whatLiesPendingIsFoundByItsAttempt() {
        var candidate = ready("attempt-1");
        assertThat(known(delivery().pending(target(), "attempt-1"))).contains(candidate.fingerprint());
        assertThat(known(delivery().pending(target(), "attempt-2"))).isEmpty();
    }

    @Test
    void promotingPointsAtTheCandidateAndRaisesTheVersion() {
        var candidate = ready("attempt-1");
        var before = version();
        var promoted = applied(delivery().promote(target(), candidate.fingerprint(), before, call("attempt-1")));
        assertThat(pointer(target()).generation()).isEqualTo(candidate.fingerprint());
        assertThat(version().after(before)).isTrue();
        assertThat(promoted.observed().generation()).contains(candidate.fingerprint());
        assertThat(promoted.observed().version()).isEqualTo(version());
    }

    @Test
    void promotingWithTheWrongVersionIsDriftWithWhatWasFoundWhereThePointerIsConditional() {
        var candidate = ready("attempt-1");
        var before = pointer(target());
        var wrong = new Version(before.version().value() + 7);
        var moved = delivery().promote(target(), candidate.fingerprint(), wrong, call("attempt-1"));
        if (unconditional(moved)) {
            return;
        }
        var found = drift(moved);
        assertThat(found.found().generation()).contains(before.generation());
        assertThat(found.found().version()).isEqualTo(before.version());
        assertThat(pointer(target())).isEqualTo(before);
    }

    @Test
    void promotingAgainUnderTheSameIntentHasOneEffect() {
        var candidate = ready("attempt-1");
        var expected = version();
        var call = call("attempt-1");
        var once = applied(delivery().promote(target(), candidate.fingerprint(), expected, call));
        var after = pointer(target());
        assertThat(delivery().promote(target(), candidate.fingerprint(), expected, call))
                .isEqualTo(once);
        assertThat(pointer(target())).isEqualTo(after);
    }

    @Test
    void promotingWhatThePointerAlreadyShowsWritesAndRaisesTheVersion() {
        var before = pointer(target());
        applied(delivery().promote(target(), before.generation(), before.version(), call("attempt-1")));
        assertThat(pointer(target()).generation()).isEqualTo(before.generation());
        assertThat(version().after(before.version())).isTrue();
    }

    @Test
    void aLatePromoteBouncesOffTheTouchFenceOrIsHealedByPointingBack() {
        var candidate = ready("attempt-1");
        var paused = version();
        applied(delivery().promote(target(), first(), paused, call("attempt-1")));
        var late = delivery().promote(target(), candidate.fingerprint(), paused, call("attempt-1"));
        if (unconditional(late)) {
            applied(delivery().promote(target(), first(), version(), call("attempt-1")));
        } else {
            drift(late);
        }
        assertThat(pointer(target()).generation()).isEqualTo(first());
    }

    @Test
    void promotingWhatIsNotKeptIsRefused() {
        refused(delivery().promote(target(), new Fingerprint("never:was"), version(), call("attempt-1")));
    }

    @Test
    void restoringBringsBackTheExactPrior() {
        var prior = fetched(target(), first());
        var candidate = ready("attempt-1");
        applied(delivery().promote(target(), candidate.fingerprint(), version(), call("attempt-1")));
        applied(delivery().promote(target(), first(), version(), call("attempt-1")));
        assertThat(pointer(target()).generation()).isEqualTo(first());
        assertSame(prior, fetched(target(), first()));
        assertSame(candidate.material(), fetched(target(), candidate.fingerprint()));
    }

    @Test
    void aStrangersMoveIsDriftAndNeverOverwrittenWhereThePointerIsConditional() {
        var candidate = ready("attempt-1");
        var expected = version();
        bench().strangerMovesPointer(target());
        var before = pointer(target());
        var moved = delivery().promote(target(), candidate.fingerprint(), expected, call("attempt-1"));
        if (unconditional(moved)) {
            return;
        }
        var found = drift(moved);
        assertThat(found.found().version()).isEqualTo(before.version());
        assertThat(pointer(target())).isEqualTo(before);
    }

    @Test
    void discardingDropsAPendingGenerationOnce() {
        var candidate = ready("attempt-1");
        var call = call("attempt-1");
        var once = applied(delivery().discard(target(), candidate.fingerprint(), call));
        assertThat(known(delivery().fetch(target(), candidate.fingerprint()))).isEmpty();
        assertThat(known(delivery().pending(target(), "attempt-1"))).isEmpty();
        assertThat(delivery().discard(target(), candidate.fingerprint(), call)).isEqualTo(once);
        applied(delivery().discard(target(), candidate.fingerprint(), call("attempt-1")));
    }

    @Test
    void discardingWhatThePointerShowsIsRefused() {
        var before = pointer(target());
        refused(delivery().discard(target(), before.generation(), call("attempt-1")));
        assertThat(pointer(target())).isEqualTo(before);
        assertThat(known(delivery().fetch(target(), before.generation()))).isPresent();
    }

    @Test
    void aRetiredGenerationCanBeDiscarded() {
        var prior = first();
        var candidate = ready("attempt-1");
        applied(delivery().promote(target(), candidate.fingerprint(), version(), call("attempt-1")));
        applied(delivery().discard(target(), prior, call("attempt-1")));
        assertThat(known(delivery().fetch(target(), prior))).isEmpty();
        assertThat(pointer(target()).generation()).isEqualTo(candidate.fingerprint());
    }

    @Test
    void fetchingWhatWasNeverKeptIsEmpty() {
        assertThat(known(delivery().fetch(target(), new Fingerprint("never:was"))))
                .isEmpty();
    }

    @Test
    void aLostReplyIsUnknownAndAReadSettlesIt() {
        var candidate = ready("attempt-1");
        var lost = new FaultyDelivery(
                delivery(), Faults.script(Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER), new DelayedEffects());
        var before = pointer(target());
        var call = call("attempt-1");
        unknown(lost.promote(target(), candidate.fingerprint(), before.version(), call));
        assertThat(pointer(target())).isEqualTo(before);
        unknown(lost.promote(target(), candidate.fingerprint(), before.version(), call));
        assertThat(pointer(target()).generation()).isEqualTo(candidate.fingerprint());
        assertThat(version().after(before.version())).isTrue();
        applied(delivery().promote(target(), candidate.fingerprint(), before.version(), call));
    }

    @Test
    void aTargetMovesAloneHoweverManyShareTheCredential() {
        var candidate = ready("attempt-1");
        var others = targets().subList(1, targets().size());
        var before = others.stream().map(this::pointer).toList();
        applied(delivery().promote(target(), candidate.fingerprint(), version(), call("attempt-1")));
        assertThat(pointer(target()).generation()).isEqualTo(candidate.fingerprint());
        assertThat(others.stream().map(this::pointer).toList()).isEqualTo(before);
        for (var other : others) {
            assertSame(fetched(target(), candidate.fingerprint()), fetched(other, candidate.fingerprint()));
            applied(delivery().discard(other, candidate.fingerprint(), call("attempt-1")));
        }
        assertThat(known(delivery().fetch(target(), candidate.fingerprint()))).isPresent();
    }

    private Version version() {
        return pointer(target()).version();
    }

    private Material fetched(Target target, Fingerprint generation) {
        return known(delivery().fetch(target, generation)).orElseThrow();
    }

    /** What can be staged for an attempt: our own, or what a verifier that mints made of it. */
    private Material stageable(String attempt) {
        return mint() == Mint.VERIFIER ? admitted(attempt).material() : bench().make();
    }

    /** Whether this pointer honours no expected version; if so, it moved, and is not promised to be fenced. */
    private boolean unconditional(Outcome moved) {
        if (delivery().capabilities(credential()).conditionalPointer()) {
            return false;
        }
        applied(moved);
        assertThat(capabilityClass()).isNotEqualTo(CapabilityClass.C1_FENCED);
        return true;
    }

    private static void assertSame(Material expected, Material found) {
        assertThat(found.secret().sameAs(expected.secret())).isTrue();
        assertThat(found.publicPart()).isEqualTo(expected.publicPart());
    }
}
