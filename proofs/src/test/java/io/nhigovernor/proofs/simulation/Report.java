package io.nhigovernor.proofs.simulation;

import io.nhigovernor.governor.simulation.Coverage;
import io.nhigovernor.governor.simulation.Disturbance;
import io.nhigovernor.governor.simulation.Tally;
import java.util.List;
import java.util.Locale;

/** What a run came to, in figures that can be repeated. */
final class Report {
    private final StringBuilder text = new StringBuilder();

    Report(String title, String command) {
        text.append("# ")
                .append(title)
                .append("\n\nRepeated by `")
                .append(command)
                .append("`.\n");
    }

    Report campaign(Campaign campaign) {
        Tally tally = campaign.tally;
        line("");
        line("## "
                + (campaign.world() == World.DENSE
                        ? "Dense worlds: the pure rollout machine"
                        : "Engine worlds: the whole core"));
        line("");
        line("| Figure | Value |");
        line("|---|---|");
        row("seeds", campaign.seeds());
        row("worlds", number(tally.worlds()));
        row("virtual years", String.format(Locale.ROOT, "%.1f", tally.years()));
        row("rollouts, by end", tally.ends().toString());
        row("events taken", number(tally.steps()));
        row("transitions", number(tally.transitions()));
        row("applied effects", number(tally.effects()));
        row("injected faults that fired", number(tally.faults()));
        row("words of people", number(tally.words()));
        row("freezes of 72 h (S18)", number(tally.freezes()));
        row("swaps of one value, measured", number(tally.outages()));
        row("fenced writes refused (S8)", number(tally.fencedOffWrites()));
        row("invariant breaks", number(campaign.failures().size()));
        row("took", campaign.took().toSeconds() + " s");
        line("");
        line("| Disturbance | Fired |");
        line("|---|---|");
        for (Disturbance disturbance : Disturbance.values()) {
            row(disturbance.toString(), number(tally.of(disturbance)));
        }
        return this;
    }

    Report coverage(Coverage coverage, int thinkable, int declared, List<Coverage.Cell> missed) {
        line("");
        line("## Coverage of state, operation, fault and crash point");
        line("");
        line(number(coverage.met().size()) + " cells met of " + number(thinkable - declared) + " reachable ("
                + number(thinkable) + " thinkable, " + number(declared)
                + " declared unreachable with reasons); the rarest "
                + number(coverage.least()) + " times.");
        missed.forEach(cell -> line("- never met: " + cell));
        return this;
    }

    private void row(String name, String value) {
        line("| " + name + " | " + value + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
