package io.nhigovernor.governor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.plan.Standing.Difference;
import io.nhigovernor.governor.plan.Standing.Pointed;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final Standing KNOWN = standing(pointed("a", 4), accepted("a"));

    @Test
    void whatIsAsItWasDiffersInNothing() {
        assertThat(KNOWN.differences(KNOWN, NOW)).isEmpty();
    }

    @Test
    void theSameGenerationUnderANewVersionIsNothing() {
        assertThat(KNOWN.differences(standing(pointed("a", 9), accepted("a")), NOW))
                .isEmpty();
    }

    @Test
    void anotherGenerationUnderThePointerIsToldWithItsVersion() {
        assertThat(told(standing(pointed("b", 5), accepted("a"))))
                .containsExactly("the delivery to web shows b (version 5), not a");
    }

    @Test
    void aPointerThatIsGoneIsTold() {
        var nothing = new Pointed(Optional.empty(), Optional.empty());
        assertThat(told(standing(nothing, accepted("a")))).containsExactly("the delivery to web shows nothing, not a");
    }

    @Test
    void anotherAcceptedGenerationIsToldWithTheLabelItBears() {
        assertThat(told(standing(pointed("a", 4), accepted("a"), accepted("b"), labelled("c", "other-1"))))
                .containsExactly(
                        "the verifier also accepts b, which bears nobody's label",
                        "the verifier also accepts c, made by attempt other-1");
    }

    @Test
    void aGenerationThatWasDisabledOrTakenAwayIsTold() {
        assertThat(told(standing(pointed("a", 4)))).containsExactly("the verifier no longer accepts a");
        assertThat(told(standing(pointed("a", 4), disabled("a")))).containsExactly("the verifier no longer accepts a");
    }

    @Test
    void aDisabledGenerationThatComesOrGoesIsNothing() {
        assertThat(told(standing(pointed("a", 4), accepted("a"), disabled("b"))))
                .isEmpty();
    }

    @Test
    void whatEndedByItselfWasNobodysDoing() {
        Standing known = standing(pointed("a", 4), accepted("a"), until("b", NOW));
        Standing found = standing(pointed("a", 4), accepted("a"));
        assertThat(known.differences(found, NOW)).isEmpty();
        assertThat(known.differences(found, NOW.minus(Duration.ofHours(1)))).hasSize(1);
    }

    @Test
    void whatIsNotKnownDiffersFromNothingAndBecomesKnown() {
        Standing found = standing(pointed("a", 4), accepted("a"));
        assertThat(Standing.UNKNOWN.differences(found, NOW)).isEmpty();
        assertThat(Standing.UNKNOWN.then(found)).isEqualTo(KNOWN);
    }

    @Test
    void whereNothingIsThereYetNothingBecomesKnownSoThatAdoptingItIsNoDrift() {
        var nothing = new Pointed(Optional.empty(), Optional.empty());
        assertThat(Standing.UNKNOWN.then(standing(nothing))).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void aVersionTheReaderDidNotSeeStaysAsItWas() {
        var unversioned = new Pointed(Optional.of(new Fingerprint("a")), Optional.empty());
        assertThat(KNOWN.then(standing(unversioned, accepted("a")))).isEqualTo(KNOWN);
    }

    private static List<String> told(Standing found) {
        return KNOWN.differences(found, NOW).stream().map(Difference::text).toList();
    }

    private static Standing standing(Pointed pointed, AcceptedGeneration... generations) {
        return Standing.of(new Acceptance(new Version(1), Stream.of(generations).toList()), Map.of("web", pointed));
    }

    private static Pointed pointed(String generation, long version) {
        return new Pointed(Optional.of(new Fingerprint(generation)), Optional.of(version));
    }

    private static AcceptedGeneration accepted(String generation) {
        return generation(generation, true, Optional.empty(), Validity.UNLIMITED);
    }

    private static AcceptedGeneration disabled(String generation) {
        return generation(generation, false, Optional.empty(), Validity.UNLIMITED);
    }

    private static AcceptedGeneration labelled(String generation, String attempt) {
        return generation(generation, true, Optional.of(attempt), Validity.UNLIMITED);
    }

    private static AcceptedGeneration until(String generation, Instant notAfter) {
        return generation(generation, true, Optional.empty(), new Validity(Optional.empty(), Optional.of(notAfter)));
    }

    private static AcceptedGeneration generation(
            String generation, boolean enabled, Optional<String> attempt, Validity validity) {
        return new AcceptedGeneration(new Fingerprint(generation), enabled, attempt, validity, Optional.empty());
    }
}
