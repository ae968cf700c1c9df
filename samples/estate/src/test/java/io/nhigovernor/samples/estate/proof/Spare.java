package io.nhigovernor.samples.estate.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One more identity with a credential and a ring plan of its own, whose declared relying party is reached through a relay. */
final class Spare {
    static final String IDENTITY = "spare-0";
    static final String CREDENTIAL = "spare/spare-0";
    static final String TARGET = CREDENTIAL + "@" + IDENTITY;
    static final String RING_PLAN = "spare-rotation";

    private Spare() {}

    /** Adds it to rendered documents. */
    static void into(Path documents, int relay) throws IOException {
        append(documents.resolve("identities.yaml"), """
                ---
                kind: Identity
                id: spare-0
                owner: team-platform
                tier: normal
                cadence: PT1S
                labels: {ring: "0", family: spare, calls: ledger, reload: watch}
                """);
        append(documents.resolve("credentials.yaml"), """
                ---
                kind: Credential
                id: spare/spare-0
                type: SECRET
                holders: [spare-0]
                verifier: {connector: local}
                delivery: {connector: local}
                relyingParties:
                  - {name: ledger, address: "https://127.0.0.1:%d/prove"}
                labels: {family: spare}
                """.formatted(relay));
        append(documents.resolve("ring-plans.yaml"), """
                ---
                kind: RingPlan
                id: spare-rotation
                credentials: {labels: {family: spare}}
                control: {labels: {family: control}}
                baseline: PT8S
                watch: PT2S
                quarantine: PT4S
                onRestore: ring
                rings:
                  - name: ring-0
                    select: {labels: {ring: "0"}}
                    gate: {minWindow: PT3S, maxWindow: PT60S, settle: PT1S, maxCacheTtl: PT1S, promise: proof-of-life}
                    quiet: PT1S
                    adoptBy: PT30S
                    returnBy: PT20S
                    approvals: 0
                """);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
