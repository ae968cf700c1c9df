package io.nhigovernor.proofs.kills;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.samples.estate.proof.Entry;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The comparison catches what it is there for. */
class RequestLogTest {
    private static final String ACCEPT = "/home/accept/a.json";
    private static final String VALUE = "/home/store/values/i/a/one.value";

    private static RequestLog log(String... lines) {
        return new RequestLog(Stream.of(lines).map(RequestLog.Line::of).toList());
    }

    private static Entry entry(String action, String operation, String intent, String more)
            throws JsonProcessingException {
        return Entry.of(new ObjectMapper().readTree("""
                {"sequence": 1, "time": "1970-01-01T00:00:01.000Z", "epoch": 1, "draft": {"action": "%s", "rollout": "r",
                 "subject": "a", "attempt": "t", "intent": "%s", "detail": {"operation": "%s"%s}}}
                """.formatted(action, intent, operation, more)));
    }

    @Test
    void aRequestBeforeItsIntentIsFound() throws Exception {
        var intent = List.of(entry("INTENT", "ADMIT", "i1", ""));
        assertThatCode(() -> log("1000500 sent ADMIT i1 t " + ACCEPT).everyRequestHasAnEarlierIntent(intent))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> log("998000 sent ADMIT i1 t " + ACCEPT).everyRequestHasAnEarlierIntent(intent))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aRequestWithoutAnIntentAndOneForSomethingElseAreFound() throws Exception {
        var intent = List.of(entry("INTENT", "ADMIT", "i1", ""));
        assertThatThrownBy(() -> log("1000500 sent ADMIT i2 t " + ACCEPT).everyRequestHasAnEarlierIntent(intent))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> log("1000500 sent DISABLE i1 t " + ACCEPT).everyRequestHasAnEarlierIntent(intent))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void anEffectThatHappenedTwiceIsFound() {
        var line = "1000500 took ADMIT i1 t " + ACCEPT;
        assertThatCode(() -> log(line).everyIntentTookEffectOnce()).doesNotThrowAnyException();
        assertThatThrownBy(() -> log(line, line).everyIntentTookEffectOnce()).isInstanceOf(AssertionError.class);
    }

    @Test
    void anOutcomeNobodyAskedForAndAnEffectNobodyRecordedAreFound() throws Exception {
        var outcome = List.of(entry("OUTCOME", "ADMIT", "i1", ", \"outcome\": \"applied, version 2\""));
        var sent = "1000500 sent ADMIT i1 t " + ACCEPT;
        var took = "1000600 took ADMIT i1 t " + ACCEPT;
        assertThatCode(() -> log(sent, took).everyOutcomeWasAskedForAndEveryEffectHasAnOutcome(outcome, Set.of()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> log().everyOutcomeWasAskedForAndEveryEffectHasAnOutcome(outcome, Set.of()))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> log(sent, took).everyOutcomeWasAskedForAndEveryEffectHasAnOutcome(List.of(), Set.of()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aSecondValueUnderOneAttemptIsFound() {
        var one = "1000500 took STAGE i1 t " + VALUE;
        var two = "1000900 took STAGE i2 t " + VALUE.replace("one", "two");
        assertThatCode(() -> log(one).noAttemptStagedTwoValues()).doesNotThrowAnyException();
        assertThatThrownBy(() -> log(one, two).noAttemptStagedTwoValues()).isInstanceOf(AssertionError.class);
    }
}
