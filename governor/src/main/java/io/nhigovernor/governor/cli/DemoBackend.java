package io.nhigovernor.governor.cli;

import java.util.List;

/** What the demonstration's estate lives on. */
enum DemoBackend {
    local(
            "a governor and an estate of 83 service accounts start on this machine",
            List.of("ledger", "billing", "payments", "inventory", "legacy-reports", "search", "mail")),
    vault(
            "a Vault, a PostgreSQL, a governor and an estate of 132 service accounts start on this machine",
            List.of("ledger", "billing", "legacy-billing", "payments", "inventory", "legacy-reports"));

    private final String opening;
    private final List<String> services;

    DemoBackend(String opening, List<String> services) {
        this.opening = opening;
        this.services = services;
    }

    String opening() {
        return opening;
    }

    /** Each listens on a port of its own, and reports. */
    List<String> services() {
        return services;
    }
}
