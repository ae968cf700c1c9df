package io.nhigovernor.proofs.kills.vault;

import io.nhigovernor.proofs.kills.Rotations.Family;
import io.nhigovernor.proofs.kills.Rotations.Turn;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who plays in one world: a credential of each kind that is rotated to its end, and one of each that is turned back, from
 * quarantine or earlier: certificates know no quarantine.
 */
record Cast(int world) {
    private static final String FORTH = "forth";
    private static final String BACK = "back";
    private static final String TURN = "turn";

    enum Kind {
        SECRET,
        APPROLE,
        CERTIFICATE,
        DATABASE;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One credential. @param name of it, its first holder, its role; without its kind */
    record Part(Kind kind, String family, String name, List<String> holders) {
        String id() {
            return kind.word() + "/" + name;
        }

        String path(String holder) {
            return "apps/" + holder + "/" + kind.word();
        }

        List<TargetId> targets() {
            return holders.stream().map(holder -> new TargetId(id(), holder)).toList();
        }
    }

    /** Where relying parties are. */
    record Places(URI party, URI vault, String postgres) {}

    List<Part> parts() {
        return List.of(
                part(Kind.SECRET, FORTH, 2),
                part(Kind.APPROLE, FORTH, 1),
                part(Kind.CERTIFICATE, FORTH, 1),
                part(Kind.DATABASE, FORTH, 2),
                part(Kind.SECRET, BACK, 1),
                part(Kind.APPROLE, BACK, 1),
                part(Kind.DATABASE, BACK, 1),
                part(Kind.CERTIFICATE, TURN, 1),
                part(Kind.DATABASE, TURN, 1));
    }

    private Part part(Kind kind, String family, int holders) {
        var name = "%s-%s-%d".formatted(family, kind.word(), world);
        var ids = new ArrayList<>(List.of(name));
        for (int number = 1; number < holders; number++) {
            ids.add(name + "-" + number);
        }
        return new Part(kind, family, name, List.copyOf(ids));
    }

    static List<Family> families() {
        return List.of(
                new Family(plan(FORTH), Turn.NEVER),
                new Family(plan(BACK), Turn.WHEN_QUARANTINED),
                new Family(plan(TURN), Turn.EARLY));
    }

    private static String plan(String family) {
        return family + "-rotation";
    }

    void into(Path documents, Places places) throws IOException {
        Files.createDirectories(documents);
        write(
                documents,
                "identities",
                parts().stream().flatMap(part -> part.holders().stream().map(holder -> identity(part, holder))));
        write(documents, "credentials", parts().stream().map(part -> credential(part, places)));
        write(
                documents,
                "ring-plans",
                java.util.stream.Stream.of(
                        ringPlan(FORTH, "PT1S", "PT1S"),
                        ringPlan(BACK, "PT1S", "PT300S"),
                        ringPlan(TURN, "PT300S", "PT300S")));
    }

    private static void write(Path documents, String name, java.util.stream.Stream<String> all) throws IOException {
        Files.writeString(documents.resolve(name + ".yaml"), all.collect(Collectors.joining("---\n")));
    }

    private static String identity(Part part, String holder) {
        return """
                kind: Identity
                id: %s
                owner: team-%s
                tier: normal
                cadence: PT1S
                labels: {ring: "0", family: %s}
                """.formatted(holder, part.kind().word(), part.family());
    }

    private static String credential(Part part, Places places) {
        var verifier = switch (part.kind()) {
            case SECRET -> "mount: secret, path: accept/" + part.name();
            case APPROLE -> "mount: approle, role: " + part.name();
            case CERTIFICATE ->
                "mount: pki, role: workload, commonName: %s, ttl: PT20H, revocation: crl".formatted(part.name());
            case DATABASE ->
                "mount: database, roleA: %1$s-a, roleB: %1$s-b, probe: \"SELECT 1\"".formatted(part.name());
        };
        var party = switch (part.kind()) {
            case SECRET, CERTIFICATE -> places.party().toString();
            case APPROLE -> places.vault().toString();
            case DATABASE -> "postgresql://" + places.postgres() + "/postgres";
        };
        return """
                kind: Credential
                id: %s
                type: %s
                holders: [%s]
                verifier: {connector: vault, %s}
                delivery: {connector: vault, mount: secret, path: "apps/{identity}/%s"}
                relyingParties: [{name: %s, address: "%s"}]
                labels: {family: %s}
                """.formatted(
                        part.id(),
                        part.kind(),
                        String.join(", ", part.holders()),
                        verifier,
                        part.kind().word(),
                        Consumers.SOURCE,
                        party,
                        part.family());
    }

    private static String ringPlan(String family, String watch, String quarantine) {
        return """
                kind: RingPlan
                id: %s
                credentials: {labels: {family: %s}}
                baseline: PT2S
                watch: %s
                quarantine: %s
                onRestore: rollout
                rings:
                  - name: ring-0
                    select: {labels: {ring: "0"}}
                    gate: {minWindow: PT1S, maxWindow: PT600S, settle: PT0.3S, maxCacheTtl: PT1S, promise: proof-of-life, manual: true}
                    quiet: PT1S
                    adoptBy: PT300S
                    returnBy: PT300S
                    approvals: 0
                """.formatted(plan(family), family, watch, quarantine);
    }
}
