package io.nhigovernor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What both contracts share: the bench, fresh intents, and the forward path up to an admitted candidate. */
abstract class ConnectorContract {
    private Optional<Workbench> laidOut = Optional.empty();
    private Optional<Fingerprint> enrolled = Optional.empty();
    private int intents;

    /** A fresh backend with one enrolled credential; closed after each test. */
    protected abstract Workbench workbench() throws Exception;

    @BeforeEach
    final void layOut() throws Exception {
        laidOut = Optional.of(workbench());
        enrolled = acceptance().generations().stream()
                .map(AcceptedGeneration::fingerprint)
                .findFirst();
    }

    @AfterEach
    final void clearAway() {
        laidOut.ifPresent(Workbench::close);
    }

    final Workbench bench() {
        return laidOut.orElseThrow();
    }

    final Verifier verifier() {
        return bench().verifier();
    }

    final Delivery delivery() {
        return bench().delivery();
    }

    final Credential credential() {
        return bench().credential();
    }

    final Mint mint() {
        return verifier().capabilities(credential()).mint();
    }

    /** What may be promised of this credential: a lacking capability must show here. */
    final CapabilityClass capabilityClass() {
        return CapabilityClass.of(
                verifier().capabilities(credential()), delivery().capabilities(credential()));
    }

    final Target target() {
        return targets().getFirst();
    }

    final List<Target> targets() {
        return credential().holders().stream()
                .map(holder -> new Target(credential(), holder))
                .toList();
    }

    final Call call(String attempt) {
        return new Call("intent-" + ++intents, attempt, Duration.ofSeconds(30));
    }

    final Acceptance acceptance() {
        return known(verifier().read(credential()));
    }

    final Pointer pointer(Target target) {
        return known(delivery().read(target)).orElseThrow();
    }

    /** The generation the credential was enrolled with, also where it was overwritten since. */
    final Fingerprint first() {
        return enrolled.orElseThrow();
    }

    /** Admits fresh material, and answers it as it then is: with its chain, or as the verifier made it. */
    final Admitted admitted(String attempt) {
        var made = bench().make();
        if (mint() != Mint.VERIFIER) {
            applied(delivery().stage(target(), made, call(attempt)));
        }
        var admitted = applied(verifier().admit(credential(), made, call(attempt)));
        var material = admitted.minted().map(made::joinedWith).orElse(made);
        return new Admitted(admitted.observed().generation().orElseThrow(), material);
    }

    /** The same, staged and complete at every target. */
    final Admitted ready(String attempt) {
        var admitted = admitted(attempt);
        for (var target : targets()) {
            applied(delivery().stage(target, admitted.material(), call(attempt)));
        }
        return admitted;
    }

    /** A candidate the verifier accepts. */
    record Admitted(Fingerprint fingerprint, Material material) {}

    static Outcome.Applied applied(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        return (Outcome.Applied) outcome;
    }

    static Outcome.Drift drift(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Drift.class);
        return (Outcome.Drift) outcome;
    }

    static void refused(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.NotApplied.class,
                        refusal -> assertThat(refusal.why()).isEqualTo(Outcome.Why.REFUSED));
    }

    static void unknown(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
    }

    static <T> T known(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known<T>) reading).value();
    }
}
