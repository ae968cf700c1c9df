package io.nhigovernor.samples.estate.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.Collected;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalAgentTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final HttpClient client = HttpClient.newHttpClient();
    private Collected collected;
    private SignalAgent agent;

    @BeforeEach
    void start() throws IOException {
        collected = new Collected();
        agent = new SignalAgent("ledger", new Collector(client, collected.address(), "token"));
    }

    @AfterEach
    void end() {
        collected.close();
        client.shutdownNow();
    }

    private static Signal signal(String identity) {
        return new Signal(
                identity,
                Optional.of(new TargetId("secret/" + identity, identity)),
                Optional.of(new Fingerprint("hmac:1")),
                RawSignal.Result.OK,
                Optional.empty(),
                Optional.empty(),
                NOW);
    }

    private static List<String> ids(List<JsonNode> events) {
        return events.stream().map(event -> event.path("id").asText()).toList();
    }

    @Test
    void signalsKeepTheirIdsOverAnOutageOfTheGovernor() {
        collected.answers(503);
        agent.report(signal("one"));
        agent.report(signal("two"));
        agent.flush(NOW);
        assertThat(agent.tally().waiting()).isEqualTo(2);
        collected.answers(202);
        agent.flush(NOW.plusMillis(999));
        assertThat(collected.signals()).as("Retry-After is one second").isEmpty();
        agent.report(signal("three"));
        agent.flush(NOW.plusMillis(1_000));
        agent.flush(NOW.plusMillis(1_150));
        assertThat(ids(collected.signals()))
                .hasSize(3)
                .startsWith(ids(collected.turnedAway()).toArray(String[]::new));
        assertThat(agent.tally()).isEqualTo(new SignalAgent.Tally(3, 0, 0, 0));
    }

    @Test
    void aGovernorThatIsDownLosesNothingEither() {
        collected.close();
        agent.report(signal("one"));
        agent.flush(NOW);
        assertThat(agent.tally().waiting()).isEqualTo(1);
    }

    @Test
    void aBatchThatCanNeverBeTakenIsCountedAndLeft() {
        collected.answers(400);
        agent.report(signal("one"));
        agent.flush(NOW);
        assertThat(agent.tally()).isEqualTo(new SignalAgent.Tally(0, 0, 0, 1));
    }

    @Test
    void aFullBacklogDropsTheOldestAndCountsIt() {
        for (int number = 0; number < 20_003; number++) {
            agent.report(signal("account-" + number));
        }
        agent.flush(NOW);
        assertThat(agent.tally().dropped()).isEqualTo(3);
        assertThat(collected.signals().getFirst().path("subject").asText()).isEqualTo("account-3");
    }

    @Test
    void heartbeatsComeAlsoWhileNothingHappens() {
        agent.flush(NOW);
        agent.flush(NOW.plusMillis(100));
        agent.flush(NOW.plusMillis(250));
        assertThat(collected.heartbeats()).hasSize(2);
        assertThat(collected.signals()).isEmpty();
    }
}
