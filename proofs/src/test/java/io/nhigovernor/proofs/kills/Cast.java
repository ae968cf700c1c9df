package io.nhigovernor.proofs.kills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Who plays: few of every kind, in a family that is rotated to its end, one that is turned back, and one that is left alone. */
final class Cast {
    static final String FORTH = "forth";
    static final String BACK = "back";

    static final List<Rotations.Family> FAMILIES = List.of(
            new Rotations.Family(plan(FORTH), Rotations.Turn.NEVER),
            new Rotations.Family(plan(BACK), Rotations.Turn.WHEN_QUARANTINED));

    private static final int OF_EACH_KIND = 2;
    private static final int CONTROLS = 12;

    private final Map<String, Integer> ports;
    private final StringBuilder identities = new StringBuilder();
    private final StringBuilder credentials = new StringBuilder();

    private Cast(Map<String, Integer> ports) {
        this.ports = ports;
    }

    private enum Kind {
        SECRET("secret", List.of("ledger", "billing")),
        CERTIFICATE("certificate", List.of("payments", "inventory")),
        OIDC_KEY("key", List.of("search", "mail"));

        private final String word;
        private final List<String> services;

        Kind(String word, List<String> services) {
            this.word = word;
            this.services = services;
        }
    }

    static String plan(String family) {
        return family + "-rotation";
    }

    static void into(Path documents, Map<String, Integer> ports) throws IOException {
        Files.createDirectories(documents);
        var cast = new Cast(ports);
        for (var family : List.of(FORTH, BACK)) {
            for (var kind : Kind.values()) {
                for (int number = 0; number < OF_EACH_KIND; number++) {
                    cast.add(family, kind, number, "ring: \"0\", ");
                }
            }
        }
        for (int number = 0; number < CONTROLS; number++) {
            cast.add("control", Kind.values()[number % Kind.values().length], number, "");
        }
        Files.writeString(documents.resolve("identities.yaml"), cast.identities);
        Files.writeString(documents.resolve("credentials.yaml"), cast.credentials);
        Files.writeString(
                documents.resolve("ring-plans.yaml"), ringPlan(FORTH, "PT2S") + "---\n" + ringPlan(BACK, "PT300S"));
    }

    private void add(String family, Kind kind, int number, String ring) {
        var identity = "%s-%s-%d".formatted(family, kind.word, number);
        var service = kind.services.get(number % kind.services.size());
        identities.append("""
                ---
                kind: Identity
                id: %s
                owner: team-%s
                tier: normal
                cadence: PT1S
                labels: {%sfamily: %s, calls: %s, reload: watch}
                """.formatted(identity, service, ring, family, service));
        credentials.append("""
                ---
                kind: Credential
                id: %s/%s
                type: %s
                holders: [%s]
                verifier: {connector: local}
                delivery: {connector: local}
                relyingParties:
                  - {name: %s, address: "https://127.0.0.1:%d/prove"}
                labels: {family: %s}
                """.formatted(kind.word, identity, kind, identity, service, ports.get(service), family));
    }

    private static String ringPlan(String family, String quarantine) {
        return """
                kind: RingPlan
                id: %s
                credentials: {labels: {family: %s}}
                control: {labels: {family: control}}
                baseline: PT4S
                watch: PT2S
                quarantine: %s
                onRestore: rollout
                rings:
                  - name: ring-0
                    select: {labels: {ring: "0"}}
                    gate: {minWindow: PT3S, maxWindow: PT600S, settle: PT1S, maxCacheTtl: PT1S, promise: proof-of-life}
                    quiet: PT1S
                    adoptBy: PT300S
                    returnBy: PT300S
                    approvals: 0
                """.formatted(plan(family), family, quarantine);
    }
}
