package io.nhigovernor.governor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.engine.view.RestoreView;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.engine.view.TargetView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of the demonstration, read from the governor's API: outcomes, who was affected, how long it took. */
final class DemoReport {
    private final DemoRun run;
    private final List<Outcome> outcomes = new ArrayList<>();

    /** @param facts sentences, each read from the API */
    record Outcome(String title, boolean asPromised, List<String> facts) {}

    DemoReport(DemoRun run) {
        this.run = run;
    }

    List<Outcome> outcomes(DemoDirectory directory) throws IOException {
        switch (directory.backend()) {
            case local -> local();
            case vault -> vault(directory);
        }
        return List.copyOf(outcomes);
    }

    private void local() throws IOException {
        Optional<RolloutView> secret = began("secret");
        if (secret.isPresent()) {
            rotated("(a) ", "secrets", secret.get());
        }
        Optional<RolloutView> refused = began("refused");
        if (refused.isPresent()) {
            refused(refused.get());
        }
        Optional<RolloutView> broken = began("broken");
        if (broken.isPresent()) {
            broken("(b) ", broken.get());
        }
        Optional<RolloutView> key = began("key");
        if (key.isPresent()) {
            key(key.get());
        }
    }

    /** Every kind that went well, then every one that broke, then what Vault itself has to say. */
    private void vault(DemoDirectory directory) throws IOException {
        Map<String, List<TargetView>> targets = new HashMap<>();
        char letter = 'a';
        for (DemoKind kind : DemoKind.values()) {
            Optional<RolloutView> good = began(kind.good().plan());
            if (good.isPresent()) {
                rotated("(" + letter++ + ") ", kind.what(), good.get());
                targets.put(kind.good().plan(), targets(good.get()));
            }
        }
        for (DemoKind kind : DemoKind.values()) {
            if (kind.broken().isPresent()) {
                String plan = kind.broken().get().plan();
                Optional<RolloutView> broken = began(plan);
                if (broken.isPresent()) {
                    broken("(" + letter++ + ") ", broken.get());
                    targets.put(plan, targets(broken.get()));
                }
            }
        }
        var witness = new DemoVaultWitness(
                DemoVaultLog.read(directory.vaultLog()), DemoDatabaseLog.read(directory.databaseLog()));
        for (DemoKind kind : DemoKind.values()) {
            witness.hear(
                    kind,
                    targets.getOrDefault(kind.good().plan(), List.of()),
                    kind.broken()
                            .map(rotation -> targets.getOrDefault(rotation.plan(), List.of()))
                            .orElse(List.of()));
        }
        outcomes.add(new Outcome("what the logs of Vault and PostgreSQL say", witness.agrees(), witness.facts()));
    }

    /** What a rotation came to. One that never began is an outcome too. */
    private Optional<RolloutView> began(String name) {
        RolloutView view = run.result().get(name);
        if (view == null) {
            outcomes.add(new Outcome(name, false, List.of("it never began")));
        }
        return Optional.ofNullable(view);
    }

    private void rotated(String letter, String what, RolloutView view) throws IOException {
        List<TargetView> targets = targets(view);
        long failed = targets.stream()
                .mapToLong(target -> target.candidate().failed())
                .sum();
        long retired = count(view, "DONE");
        add(
                letter + view.id() + ": " + targets.size() + " " + what + " through all rings to retirement",
                view.phase().equals("COMPLETED")
                        && failed == 0
                        && retired == view.changes().size(),
                "it is " + view.phase() + "; " + retired + " of "
                        + view.changes().size() + " priors retired",
                failed + " calls failed on the candidate, "
                        + targets.stream()
                                .mapToLong(target -> target.candidate().ok())
                                .sum() + " were good",
                lasted(view));
    }

    private void refused(RolloutView view) throws IOException {
        List<TargetView> targets = targets(view);
        long moved =
                targets.stream().filter(target -> target.movedAt().isPresent()).count();
        long withdrawn = count(view, "WITHDRAWN");
        add(
                "(b) " + view.id() + ": stopped by proof at a declared relying party",
                view.phase().equals("RESTORED")
                        && moved == 0
                        && withdrawn == view.changes().size(),
                "it is " + view.phase() + ": " + view.why().orElse("-"),
                moved + " pointers moved; " + withdrawn + " of "
                        + view.changes().size() + " candidates withdrawn");
    }

    private void broken(String letter, RolloutView view) throws IOException {
        List<TargetView> targets = targets(view);
        Set<String> reached = view.rings().stream()
                .filter(ring -> !ring.phase().equals("PENDING"))
                .map(ring -> ring.name())
                .collect(Collectors.toSet());
        long outsiders = targets.stream()
                .filter(target -> !reached.contains(target.ring()))
                .filter(target -> target.candidate().ok() + target.candidate().failed() > 0)
                .count();
        List<TargetView> shared = targets.stream()
                .filter(target -> targets.stream()
                                .filter(other -> other.credential().equals(target.credential()))
                                .count()
                        > 1)
                .toList();
        long sharedFailed = shared.stream()
                .mapToLong(
                        target -> target.candidate().failed() + target.prior().failed())
                .sum();
        List<String> facts = new ArrayList<>();
        facts.add("it is " + view.phase() + ": " + view.why().orElse("-"));
        boolean restored =
                view.restore().map(restore -> restore(restore, targets, facts)).orElse(false);
        facts.add(outsiders + " identities outside the reached rings saw the candidate"
                + (shared.isEmpty()
                        ? ""
                        : "; the " + shared.size() + " holders of the shared certificate lost " + sharedFailed
                                + " calls"));
        outcomes.add(new Outcome(
                letter + view.id() + ": broke in ring 2 at an undeclared relying party, halted, all back",
                view.phase().equals("RESTORED")
                        && restored
                        && outsiders == 0
                        && sharedFailed == 0
                        && count(view, "WITHDRAWN") == view.changes().size(),
                facts));
    }

    private static boolean restore(RestoreView restore, List<TargetView> targets, List<String> facts) {
        List<TargetView> affected = targets.stream()
                .filter(target -> restore.affected().contains(target.identity()))
                .toList();
        long good = affected.stream()
                .filter(target -> target.firstOkOnPriorAfterRestore().isPresent())
                .count();
        facts.add(Words.count(restore.failedCalls(), "failed call", "failed calls") + " by "
                + Words.list(restore.affected(), 8) + "; " + good + " of " + affected.size()
                + " seen good on the prior again; turned back: "
                + restore.turnedBack().size());
        facts.add(instants(restore));
        return restore.pointersBack().isPresent()
                && restore.closed().isPresent()
                && !affected.isEmpty()
                && good == affected.size();
    }

    private static String instants(RestoreView restore) {
        Instant from = restore.firstFailedCall().orElse(restore.verdict());
        return "t0 first failed call " + Words.instant(from) + "; t1 verdict +" + Words.seconds(from, restore.verdict())
                + restore.pointersBack()
                        .map(at -> "; t2 pointers back +" + Words.seconds(from, at))
                        .orElse("")
                + restore.callersGood()
                        .map(at -> "; t3 callers good +" + Words.seconds(from, at))
                        .orElse("")
                + restore.closed()
                        .map(at -> "; t4 closed +" + Words.seconds(from, at))
                        .orElse("");
    }

    private void key(RolloutView view) throws IOException {
        Optional<Instant> from = run.outageSeen();
        Optional<Instant> to = run.outageOver();
        List<String> during = from.isPresent() && to.isPresent() ? moves(view.id(), from.get(), to.get()) : List.of();
        List<String> rings =
                during.stream().filter(move -> move.startsWith("RING")).toList();
        List<String> back =
                during.stream().filter(move -> move.contains("-> RESTORING")).toList();
        boolean outage = from.isPresent() && to.isPresent();
        add(
                "(c) " + view.id() + ": its services failed for "
                        + Words.duration(DemoRun.REFUSED_CONNECTIONS.plus(DemoRun.SERVER_ERRORS))
                        + " as ring 1 moved; nothing opened, nothing was restored, then it went on",
                view.phase().equals("COMPLETED")
                        && view.restore().isEmpty()
                        && outage
                        && rings.stream().noneMatch(move -> move.contains("-> OPEN"))
                        && back.isEmpty()
                        && count(view, "DONE") == view.changes().size(),
                "it is " + view.phase() + "; " + count(view, "DONE") + " of "
                        + view.changes().size() + " priors retired",
                outage
                        ? "outage seen from " + Words.instant(from.get()) + " to " + Words.instant(to.get())
                                + "; rings opened meanwhile: "
                                + rings.stream()
                                        .filter(move -> move.contains("-> OPEN"))
                                        .count()
                                + ", targets restored: " + back.size()
                        : "the outage was not seen",
                lasted(view));
    }

    /** The rollout's moves between two instants, from the ledger. */
    private List<String> moves(String rollout, Instant from, Instant to) throws IOException {
        List<String> moves = new ArrayList<>();
        long next = 1;
        while (true) {
            JsonNode page = DemoRun.ok(run.client().get("/v1/ledger?from=" + next + "&limit=1000"));
            if (page.path("items").isEmpty()) {
                return moves;
            }
            for (JsonNode entry : page.path("items")) {
                next = entry.path("sequence").longValue() + 1;
                JsonNode draft = entry.path("draft");
                Instant time = Instant.parse(entry.path("time").textValue());
                if (draft.path("action").asText().equals("MOVED")
                        && draft.path("rollout").asText().equals(rollout)
                        && !time.isBefore(from)
                        && !time.isAfter(to)) {
                    moves.add(draft.path("detail").path("machine").asText() + " "
                            + draft.path("subject").asText() + " -> "
                            + draft.path("after").asText());
                }
            }
        }
    }

    private List<TargetView> targets(RolloutView view) throws IOException {
        List<TargetView> targets = new ArrayList<>();
        for (JsonNode item : items(DemoRun.ok(run.client().get(ApiCommand.rolloutPath(view.id()) + "/evidence")))) {
            targets.add(ApiCommand.read(item, TargetView.class));
        }
        return targets;
    }

    private static JsonNode items(JsonNode answer) {
        return answer.isArray() ? answer : answer.path("items");
    }

    private static long count(RolloutView view, String phase) {
        return view.changes().stream()
                .filter(change -> change.phase().equals(phase))
                .count();
    }

    private static String lasted(RolloutView view) {
        return view.startedAt().isPresent() && view.endedAt().isPresent()
                ? "it took "
                        + Words.duration(Duration.ofSeconds(Duration.between(
                                        view.startedAt().get(), view.endedAt().get())
                                .toSeconds()))
                        + " by the times of its own documents"
                : "it has not ended";
    }

    private void add(String title, boolean asPromised, String... facts) {
        outcomes.add(new Outcome(title, asPromised, List.of(facts)));
    }
}
