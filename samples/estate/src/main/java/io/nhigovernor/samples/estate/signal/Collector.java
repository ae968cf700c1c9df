package io.nhigovernor.samples.estate.signal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Where batches go: the governor's signal endpoint, as one source with its token. */
public final class Collector {
    private final HttpClient client;
    private final HttpRequest.Builder request;

    /** @param governor the base address; {@code /v1/signals} is below it */
    public Collector(HttpClient client, URI governor, String token) {
        this.client = client;
        this.request = HttpRequest.newBuilder(URI.create(governor.toString().replaceAll("/+$", "") + "/v1/signals"))
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/cloudevents-batch+json")
                .header("Authorization", "Bearer " + token);
    }

    /** What became of a batch. */
    sealed interface Answer {
        record Taken() implements Answer {}

        /** Not now; the same batch may be sent again. */
        record Later(Duration delay) implements Answer {}

        /** Never: sending it again would not help. */
        record Refused(int status) implements Answer {}
    }

    Answer send(String batch) {
        try {
            var answer = client.send(
                    request.copy()
                            .POST(HttpRequest.BodyPublishers.ofString(batch, StandardCharsets.UTF_8))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            int status = answer.statusCode();
            if (status / 100 == 2) {
                return new Answer.Taken();
            }
            return status == 429 || status / 100 == 5 ? new Answer.Later(wait(answer)) : new Answer.Refused(status);
        } catch (IOException e) {
            return new Answer.Later(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Later(Duration.ofMillis(500));
        }
    }

    private static Duration wait(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ofMillis(500));
    }
}
