package io.nhigovernor.governor.document;

import java.util.List;
import java.util.stream.Stream;

/** The fields an object may have; the JSON schemas say the same. */
enum Shape {
    IDENTITY(List.of("kind", "id", "owner", "cadence"), List.of("tier", "labels")),
    CREDENTIAL(List.of("kind", "id", "type", "holders", "verifier", "delivery"), List.of("relyingParties", "labels")),
    RELYING_PARTY(List.of("name", "address"), List.of()),
    RING_PLAN(
            List.of("kind", "id", "credentials", "rings"),
            List.of("control", "baseline", "watch", "brownOut", "quarantine", "onRestore", "waiver")),
    WAIVER(List.of("overlap", "by", "cause", "until"), List.of()),
    CREDENTIAL_SELECTOR(List.of(), List.of("labels", "ids", "percent")),
    IDENTITY_SELECTOR(List.of(), List.of("labels", "identities", "percent")),
    RING(List.of("name", "select"), List.of("gate", "approvals", "quiet", "adoptBy", "returnBy")),
    GATE(
            List.of(),
            List.of(
                    "signals",
                    "settle",
                    "maxCacheTtl",
                    "minWindow",
                    "maxWindow",
                    "promise",
                    "unattributed",
                    "alpha",
                    "probation",
                    "manual")),
    EXCESS(List.of("excess"), List.of()),
    PROBATION(List.of(), List.of("accounts", "calls")),
    SCHEDULE(
            List.of("kind", "id", "ringPlan", "reason"),
            List.of("once", "every", "from", "beforeExpiry", "window", "mode")),
    WINDOW(List.of("from", "to", "zone"), List.of("days"));

    private final List<String> required;
    private final List<String> optional;

    Shape(List<String> required, List<String> optional) {
        this.required = required;
        this.optional = optional;
    }

    List<String> required() {
        return required;
    }

    List<String> all() {
        return Stream.concat(required.stream(), optional.stream()).toList();
    }
}
