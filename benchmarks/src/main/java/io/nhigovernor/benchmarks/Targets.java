package io.nhigovernor.benchmarks;

import io.nhigovernor.spi.Credential;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some targets that are rotated together.
 *
 * @param name of the set: its label, and the first part of every identity's name
 * @param cadence how often each of their callers calls
 */
record Targets(String name, Kind kind, int count, Duration cadence) {
    List<String> identities() {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "%s-%05d".formatted(name, number))
                .toList();
    }

    List<Credential> credentials(Kind.Mounts mounts, URI vault) {
        return identities().stream()
                .map(identity -> kind.credential(identity, mounts, vault))
                .toList();
    }

    String plan() {
        return "plan-" + name;
    }

    /** The documents of these identities. */
    String documents(List<Credential> credentials) {
        return credentials.stream().map(this::document).collect(Collectors.joining("---\n"));
    }

    private String document(Credential credential) {
        var parties = credential.relyingParties().stream()
                .map(party -> "{name: %s, address: \"%s\"}".formatted(party.name(), party.address()))
                .collect(Collectors.joining(", ", "[", "]"));
        return """
                kind: Identity
                id: %s
                owner: benchmark
                tier: normal
                cadence: %s
                labels: {set: %s}
                ---
                kind: Credential
                id: %s
                type: %s
                holders: [%s]
                verifier: %s
                delivery: %s
                relyingParties: %s
                labels: {set: %s}
                """.formatted(
                        credential.holders().getFirst(),
                        cadence,
                        name,
                        credential.id(),
                        credential.kind(),
                        credential.holders().getFirst(),
                        settings(credential.verifier()),
                        settings(credential.delivery()),
                        parties,
                        name);
    }

    private static String settings(io.nhigovernor.spi.ConnectorSettings settings) {
        return settings.settings().entrySet().stream()
                .map(entry -> entry.getKey() + ": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(", ", "{connector: " + settings.connector() + ", ", "}"));
    }

    /**
     * One ring of all of them; by its windows nobody waits longer than the rules demand, so that little but work is measured.
     *
     * @param window how long the ring is judged at least
     */
    String ringPlan(String window) {
        return """
                kind: RingPlan
                id: %s
                credentials: {labels: {set: %s}}
                baseline: PT10S
                watch: PT1S
                quarantine: PT1S
                onRestore: rollout
                rings:
                  - name: all
                    select: {percent: 100}
                    gate: {minWindow: %s, maxWindow: PT1H, settle: PT0.1S, maxCacheTtl: PT0.5S, promise: proof-of-life}
                    quiet: PT0.3S
                    adoptBy: PT30M
                    returnBy: PT30M
                """.formatted(plan(), name, window);
    }
}
