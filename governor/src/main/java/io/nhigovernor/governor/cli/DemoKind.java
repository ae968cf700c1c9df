package io.nhigovernor.governor.cli;

import java.util.Optional;

/**
 * A kind of credential that the demonstration rotates on Vault: by a plan that goes well, and by one whose candidate breaks in ring 2. All
 * rotations of all kinds run side by side.
 */
enum DemoKind {
    SECRET(
            "secrets",
            new Rotation("secret-rotation", "quarterly rotation"),
            Optional.of(new Rotation("report-rotation", "renewal"))),
    APPROLE(
            "secret ids of AppRoles",
            new Rotation("approle-rotation", "secret ids are a year old"),
            Optional.of(new Rotation("batch-rotation", "secret ids are a year old"))),
    CERTIFICATE(
            "certificates",
            new Rotation("certificate-rotation", "the issuer was changed"),
            Optional.of(new Rotation("archive-rotation", "the issuer was changed"))),
    DATABASE(
            "pairs of database roles",
            new Rotation("database-rotation", "passwords are a year old"),
            Optional.of(new Rotation("history-rotation", "passwords are a year old")));

    private final String what;
    private final Rotation good;
    private final Optional<Rotation> broken;

    DemoKind(String what, Rotation good, Optional<Rotation> broken) {
        this.what = what;
        this.good = good;
        this.broken = broken;
    }

    /** @param plan the ring plan's id, which names the rollout as well */
    record Rotation(String plan, String reason) {}

    /** For people, of several. */
    String what() {
        return what;
    }

    Rotation good() {
        return good;
    }

    Optional<Rotation> broken() {
        return broken;
    }
}
