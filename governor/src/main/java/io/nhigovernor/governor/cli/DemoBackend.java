package io.nhigovernor.governor.cli;

import java.util.ArrayList;
import java.util.List;

/** What the demonstration's estate lives on. */
enum DemoBackend {
    local(
            "a governor and an estate of 83 service accounts start on this machine",
            List.of("ledger", "billing", "payments", "inventory", "legacy-reports", "search", "mail"),
            List.of()),
    vault(
            "a Vault, a governor and an estate of 72 service accounts start on this machine",
            List.of("ledger", "billing", "legacy-billing"),
            List.of("vault"));

    private final String opening;
    private final List<String> services;
    private final List<String> verifiers;

    DemoBackend(String opening, List<String> services, List<String> verifiers) {
        this.opening = opening;
        this.services = services;
        this.verifiers = verifiers;
    }

    String opening() {
        return opening;
    }

    /** Each listens on a port of its own, and reports. */
    List<String> services() {
        return services;
    }

    /** Everybody who reports. */
    List<String> sources() {
        List<String> sources = new ArrayList<>(services);
        sources.addAll(verifiers);
        return sources;
    }
}
