package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the estate's own counters all the while, and remembers the longest row of failures of everybody. */
final class Bystander {
    private final Api estate;
    private final Map<String, Long> longestRow = new TreeMap<>();

    Bystander(Api estate) {
        this.estate = estate;
    }

    void watch(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(this::quietLook, 0, 250, TimeUnit.MILLISECONDS);
    }

    private void quietLook() {
        try {
            look();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The counters of all identities: identity, credential, counts. */
    synchronized JsonNode look() throws IOException, InterruptedException {
        var identities = estate.get("/counters").path("identities");
        identities
                .properties()
                .forEach(identity -> identity.getValue().properties().forEach(credential -> {
                    long row = credential.getValue().path("consecutiveFailures").asLong();
                    longestRow.merge(credential.getKey() + "@" + identity.getKey(), row, Math::max);
                }));
        return identities;
    }

    synchronized long longestRow(String target) {
        return longestRow.getOrDefault(target, 0L);
    }
}
