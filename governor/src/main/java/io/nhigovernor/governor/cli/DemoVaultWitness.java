package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.view.TargetView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds the record of Vault, and of the database whose passwords it keeps, against what the governor says of itself, kind by kind. */
final class DemoVaultWitness {
    private final DemoVaultLog log;
    private final DemoDatabaseLog database;
    private final List<String> facts = new ArrayList<>();
    private boolean agrees = true;

    DemoVaultWitness(DemoVaultLog log, DemoDatabaseLog database) {
        this.log = log;
        this.database = database;
    }

    /**
     * @param rotated targets of the rotation that went well
     * @param broken targets of the one that broke; none if this kind has no such
     */
    void hear(DemoKind kind, List<TargetView> rotated, List<TargetView> broken) {
        versions(kind, rotated, broken);
        switch (kind) {
            case SECRET -> {
                // A version is all that Vault knows of a value.
            }
            case APPROLE -> logins(rotated, broken);
            case CERTIFICATE -> serials(rotated, broken);
            case DATABASE -> users(rotated, broken);
        }
    }

    boolean agrees() {
        return agrees;
    }

    List<String> facts() {
        return List.copyOf(facts);
    }

    private void versions(DemoKind kind, List<TargetView> rotated, List<TargetView> broken) {
        long second = rotated.stream().filter(target -> version(target) > 1).count();
        List<TargetView> turned = moved(broken);
        long third = turned.stream().filter(target -> version(target) > 2).count();
        long untouched = broken.stream()
                .filter(target -> target.movedAt().isEmpty())
                .filter(target -> version(target) <= 1)
                .count();
        fact(
                second == rotated.size() && third == turned.size() && untouched == broken.size() - turned.size(),
                "KV, " + kind.what() + ": " + second + " of " + rotated.size()
                        + " of the completed rotation have a second version"
                        + (broken.isEmpty()
                                ? ""
                                : "; of the broken one " + third + " of " + turned.size()
                                        + " that moved have a third, with the prior in it, and " + untouched
                                        + " were never written"));
    }

    private long version(TargetView target) {
        return log.versions().getOrDefault(target.identity(), 0L);
    }

    private void logins(List<TargetView> rotated, List<TargetView> broken) {
        long named =
                rotated.stream().filter(target -> candidateLogins(target) > 0).count();
        long good = rotated.stream().mapToLong(this::candidateLogins).sum();
        List<TargetView> turned = moved(broken);
        long back = turned.stream()
                .filter(target -> DemoVaultLog.UNNAMED.equals(log.lastLogin().get(target.identity())))
                .count();
        fact(
                named == rotated.size() && back == turned.size() && !turned.isEmpty(),
                "AppRole: " + named + " of " + rotated.size() + " roles logged in with the candidate's secret id, "
                        + good + " logins; of the broken one " + back + " of " + turned.size()
                        + " that moved logged in last with the secret id from before; refused were "
                        + log.refusedLogins().entrySet().stream()
                                .map(entry -> entry.getValue() + " logins at " + entry.getKey())
                                .collect(Collectors.joining(", "))
                        + ", the governor's own proofs among them");
    }

    private void serials(List<TargetView> rotated, List<TargetView> broken) {
        long replaced = rotated.stream()
                .map(this::signed)
                .filter(serials -> serials.size() > 1
                        && !log.revoked().contains(serials.getLast())
                        && log.revoked().containsAll(serials.subList(0, serials.size() - 1)))
                .count();
        long kept = broken.stream()
                .map(this::signed)
                .filter(serials -> !serials.isEmpty()
                        && !log.revoked().contains(serials.getFirst())
                        && log.revoked().containsAll(serials.subList(1, serials.size())))
                .count();
        fact(
                replaced == rotated.size() && kept == broken.size(),
                "PKI: " + replaced + " of " + rotated.size() + " certificates have a new serial, and the one before"
                        + " is revoked; of the broken one " + kept + " of " + broken.size()
                        + " priors are not, and every candidate that was signed is");
    }

    /** As whom callers logged in, by PostgreSQL's own word. */
    private void users(List<TargetView> rotated, List<TargetView> broken) {
        long second = rotated.stream()
                .map(TargetView::identity)
                .filter(identity -> DemoDatabaseLog.second(identity)
                                .equals(database.lastLogin().get(identity))
                        && database.logins().containsKey(DemoDatabaseLog.first(identity)))
                .count();
        long closed = rotated.stream()
                .filter(target -> database.closed().containsKey(DemoDatabaseLog.first(target.identity())))
                .count();
        List<TargetView> turned = moved(broken);
        long back = turned.stream()
                .map(TargetView::identity)
                .filter(identity -> DemoDatabaseLog.first(identity)
                        .equals(database.lastLogin().get(identity)))
                .count();
        long refused = turned.stream()
                .mapToLong(target -> database.refused().getOrDefault(DemoDatabaseLog.second(target.identity()), 0L))
                .sum();
        fact(
                second == rotated.size()
                        && closed == rotated.size()
                        && back == turned.size()
                        && !turned.isEmpty()
                        && refused > 0,
                "PostgreSQL: " + second + " of " + rotated.size() + " callers went from the first role of their pair to"
                        + " the second, and " + closed + " first roles may not log in any more; of the broken one "
                        + back + " of " + turned.size() + " that moved logged in last as the first role, after "
                        + refused + " refused logins as the second");
    }

    private List<String> signed(TargetView target) {
        return log.signed().getOrDefault(target.identity(), List.of());
    }

    private static List<TargetView> moved(List<TargetView> targets) {
        return targets.stream().filter(target -> target.movedAt().isPresent()).toList();
    }

    private long candidateLogins(TargetView target) {
        return log.logins().getOrDefault(target.identity(), Map.of()).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(DemoVaultLog.UNNAMED))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void fact(boolean holds, String sentence) {
        agrees &= holds;
        facts.add(sentence);
    }
}
