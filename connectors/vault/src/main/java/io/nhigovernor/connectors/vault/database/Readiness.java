package io.nhigovernor.connectors.vault.database;

import io.nhigovernor.connectors.vault.gateway.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether consumers may be moved from one role of a pair to the other. */
record Readiness(Pair pair, StaticRoles vault, Roles database) {
    /** Both roles as they were found fit. */
    record Fit(StaticRole active, StaticRole passive) {}

    /** @param passive the one that nobody uses now. @return refused with every objection at once */
    Told<Fit> of(String passive, Deadline deadline) {
        return vault.get(pair.other(passive), deadline)
                .then(active -> vault.get(passive, deadline).then(other -> judged(new Fit(active, other), deadline)));
    }

    private Told<Fit> judged(Fit roles, Deadline deadline) {
        var active = roles.active();
        var passive = roles.passive();
        if (active.username().equals(passive.username())) {
            return refused(List.of(active.name() + " and " + passive.name() + " are the same role of the database, "
                    + active.username()));
        }
        return database.standing(active.username(), deadline)
                .then(ours -> database.standing(passive.username(), deadline)
                        .then(theirs -> database.sessions(passive.username(), deadline)
                                .then(sessions -> {
                                    var objections = objections(roles);
                                    if (ours.isEmpty() || theirs.isEmpty()) {
                                        objections.add("the database has no role "
                                                + (ours.isEmpty() ? active.username() : passive.username()));
                                    } else {
                                        differences(roles, ours.get().differences(theirs.get()))
                                                .ifPresent(objections::add);
                                    }
                                    used(passive, sessions).ifPresent(objections::add);
                                    return objections.isEmpty() ? Told.known(roles) : refused(objections);
                                })));
    }

    private List<String> objections(Fit roles) {
        var objections = new ArrayList<String>();
        if (!roles.active().connection().equals(roles.passive().connection())) {
            objections.add(roles.active().name() + " and " + roles.passive().name()
                    + " belong to different connections of Vault: "
                    + roles.active().connection() + " and " + roles.passive().connection());
        }
        rotating(roles.active()).ifPresent(objections::add);
        rotating(roles.passive()).ifPresent(objections::add);
        return objections;
    }

    /** Consumers that keep a password would fail when Vault changes it in the middle of a plan. */
    private Optional<String> rotating(StaticRole role) {
        return role.period()
                .map(period -> period.compareTo(pair.minRotationPeriod()) >= 0
                        ? Optional.<String>empty()
                        : Optional.of("Vault changes the password of " + role.name() + " every " + period
                                + ", which may be in the middle of a plan; set its rotation_period to "
                                + pair.minRotationPeriod() + " at least"))
                .orElseGet(
                        () -> Optional.of(
                                "Vault changes the password of " + role.name()
                                        + " by a schedule of its own, which may be in the middle of a plan; give it a rotation_period"));
    }

    private static Optional<String> differences(Fit roles, List<String> differences) {
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(roles.passive().username() + " is not what "
                        + roles.active().username() + " is: " + String.join(", ", differences));
    }

    private static Optional<String> used(StaticRole passive, List<Sessions> sessions) {
        return sessions.isEmpty()
                ? Optional.empty()
                : Optional.of("somebody uses the passive role " + passive.username() + ": " + told(sessions));
    }

    static String told(List<Sessions> sessions) {
        return String.join(", ", sessions.stream().map(Sessions::told).toList());
    }

    private static <T> Told<T> refused(List<String> objections) {
        return Told.failed(new Trouble.Refused(String.join("; ", objections)));
    }
}
