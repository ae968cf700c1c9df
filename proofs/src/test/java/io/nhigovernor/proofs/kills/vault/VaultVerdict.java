package io.nhigovernor.proofs.kills.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.proofs.kills.RequestLog;
import io.nhigovernor.proofs.kills.RequestLog.Line;
import io.nhigovernor.proofs.kills.Verdict;
import io.nhigovernor.samples.estate.proof.Entry;
import io.nhigovernor.samples.estate.proof.Findings;
import io.nhigovernor.samples.estate.proof.LeakScan;
import io.nhigovernor.samples.estate.proof.Outside;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What must hold of every world beside Vault and PostgreSQL, however often its governor died; by their own logs and by what they hold. */
record VaultVerdict(VaultWorld world) {
    /** Halted in the middle of an admission, it may find nothing there; that nothing is left is {@link Leftovers}' to see. */
    private static final Set<String> TAKE_AWAY = Set.of("DISCARD");

    private static final Set<String> MOVES = Set.of("PROMOTE", "REPOINT");

    void holds() throws IOException, InterruptedException, SQLException, UnusableMaterialException {
        var api = world.life().governor().api();
        world.life().ledger().look(api);
        var entries = world.life().ledger().entries();
        new Findings(entries, new Outside(world.life().site().home())).intentsAreRecordedOnceAndOneAtATime();
        var requests = new RequestLog(lines(entries));
        requests.everyRequestHasAnEarlierIntent(entries);
        requests.everyIntentTookEffectOnce();
        requests.everyOutcomeWasAskedForAndEveryEffectHasAnOutcome(entries, TAKE_AWAY);
        everyMoveMadeOneVersion(entries);
        new Leftovers(world).areNone(entries);
        nobodyWasLockedOut();
        nothingOfItLiesInTheGovernorsFiles();
        Verdict.theLedgerVerifies(api);
    }

    private List<Line> lines(Collection<Entry> entries) throws IOException {
        var backends = world.backends();
        var lines = new ArrayList<>(AuditLog.read(
                backends.vault.auditLog(), Backends.governor(world.cast().world()), world.since()));
        var operations =
                entries.stream().filter(Entry::isIntent).collect(Collectors.toMap(Entry::intent, Entry::operation));
        var statements = StatementLog.read(
                backends.postgres.journal(),
                Pattern.compile(".*-" + world.cast().world() + "-[ab]"),
                world.since(),
                operations);
        assertThat(statements).as("roles let in and shut out").isNotEmpty();
        lines.addAll(statements);
        return lines;
    }

    /** Beside the first, which adoption wrote. */
    private void everyMoveMadeOneVersion(Collection<Entry> entries) {
        for (var part : world.cast().parts()) {
            for (var target : part.targets()) {
                long versions = world.backends()
                        .http()
                        .get("secret/metadata/" + part.path(target.identity()))
                        .data()
                        .path("current_version")
                        .asLong();
                assertThat(versions - 1).as("moves of %s", target).isEqualTo(moves(entries, target));
            }
        }
    }

    private static long moves(Collection<Entry> entries, TargetId target) {
        return entries.stream()
                .filter(entry -> entry.applied()
                        && MOVES.contains(entry.operation())
                        && entry.subject().equals(target.toString()))
                .count();
    }

    private void nobodyWasLockedOut() {
        assertThat(world.consumers().refused()).isEmpty();
        assertThat(world.consumers().good())
                .hasSize(world.cast().parts().stream()
                        .mapToInt(part -> part.holders().size())
                        .sum());
    }

    private void nothingOfItLiesInTheGovernorsFiles() throws IOException {
        var needles = world.consumers().needles();
        assertThat(needles).hasSizeGreaterThan(2 * world.cast().parts().size());
        assertThat(new LeakScan(needles).scan(world.life().site().root(), file -> false))
                .isEmpty();
    }
}
