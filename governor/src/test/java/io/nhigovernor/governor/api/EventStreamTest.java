package io.nhigovernor.governor.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventStreamTest {
    private TestGovernor governor;

    @BeforeEach
    void start() {
        governor = new TestGovernor();
    }

    @AfterEach
    void stop() {
        governor.close();
    }

    @Test
    void eventsArriveWithNumberKindAndData() throws Exception {
        try (BufferedReader lines = open("/v1/events?rollout=r-1")) {
            governor.operations.tell("RING", Optional.of("r-2"), "canary", "not for us");
            governor.operations.tell("RING", Optional.of("r-1"), "canary", "two\nlines");
            String text = until(lines, "data:");
            assertThat(text).contains("id: 2\nevent: RING\n").doesNotContain("not for us");
            assertThat(text).contains("two\\nlines");
        }
    }

    @Test
    void aSilentStreamStillShowsLife() throws Exception {
        try (BufferedReader lines = open("/v1/events")) {
            assertThat(until(lines, ": still here")).contains("retry: 1000");
        }
    }

    @Test
    void aClientThatLeavesIsForgotten() throws Exception {
        BufferedReader lines = open("/v1/events");
        until(lines, ": still here");
        lines.close();
        awaitNoListeners();
    }

    @Test
    void aClientThatDoesNotReadIsDropped() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4 * 1024);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", governor.port()));
            socket.getOutputStream()
                    .write(("GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestGovernor.READER
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            while (governor.operations.listeners.isEmpty()) {
                Thread.onSpinWait();
            }
            String text = "x".repeat(10_000);
            Instant end = Instant.now().plus(Duration.ofSeconds(20));
            while (!governor.operations.listeners.isEmpty() && Instant.now().isBefore(end)) {
                governor.operations.tell("ALARM", Optional.empty(), "all", text);
            }
            assertThat(governor.operations.listeners).isEmpty();
        }
    }

    private BufferedReader open(String path) throws Exception {
        HttpResponse<InputStream> response = governor.client()
                .send(governor.request(TestGovernor.READER, path).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static String until(BufferedReader lines, String start) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.append(line).append('\n');
            if (line.startsWith(start)) {
                break;
            }
        }
        return text.toString();
    }

    private void awaitNoListeners() {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (!governor.operations.listeners.isEmpty() && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertThat(governor.operations.listeners).isEmpty();
    }
}
