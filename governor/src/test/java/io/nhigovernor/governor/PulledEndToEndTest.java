package io.nhigovernor.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.SignalSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a connector reads by itself, from its source to what a person may ask. */
@Timeout(60)
class PulledEndToEndTest {
    @TempDir
    Path root;

    @Test
    void aConnectorsOwnSourceIsHeardWhileTheGovernorRuns() throws IOException {
        SignalSource.Sink sink;
        try (var world = new EndToEndWorld(root, Map.of("tape", Map.of("source", "tape-log")))) {
            world.enrol("secret/web", CredentialKind.SECRET, "web");
            world.apply(EndToEndWorld.documents());
            sink = TapeConnectorFactory.tape("tape-log").orElseThrow().sink();
            sink.signals(List.of(signal("r1"), signal("r2"), signal("r1")));
            sink.heartbeat("tape-log", Instant.now());
            var counted = world.get("reader", "/v1/signals").body().path("counters");
            assertThat(counted.path("ACCEPTED").asInt()).isEqualTo(3);
            assertThat(counted.path("HEARTBEAT").asInt()).isEqualTo(1);
            assertThat(counted.path("DUPLICATE").asInt()).isEqualTo(1);
            var health = world.get("reader", "/v1/health").body();
            assertThat(health.path("sources").findValuesAsText("source")).containsExactly("tape-log");
        }
        assertThat(TapeConnectorFactory.tape("tape-log")).isEmpty();
        SignalSource.Sink closed = sink;
        assertThatThrownBy(() -> closed.signals(List.of(signal("r3")))).isInstanceOf(CancellationException.class);
    }

    /** The token svc reports as svc. */
    @Test
    void aGovernorInWhichTwoWouldSpeakAsOneDoesNotStart() {
        assertThatThrownBy(() -> new EndToEndWorld(root, Map.of("tape", Map.of("source", "svc"))).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[svc]");
        assertThat(root.resolve("data/governor.db")).doesNotExist();
    }

    private static RawSignal signal(String id) {
        return new RawSignal(
                "tape-log",
                id,
                "web",
                Optional.of("secret/web"),
                Optional.empty(),
                RawSignal.Kind.AUTH,
                RawSignal.Result.OK,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.now(),
                Instant.now());
    }
}
