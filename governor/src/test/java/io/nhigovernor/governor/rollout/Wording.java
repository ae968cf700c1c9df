package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.spi.TargetId;
import java.util.ArrayList;
import java.util.List;

/** A step in the words of a transcript. */
final class Wording {
    private Wording() {}

    static List<String> of(Step step) {
        List<String> lines = new ArrayList<>();
        switch (step) {
            case Step.Refused refused -> lines.add("refused " + refused.code() + " " + refused.text());
            case Step.Taken taken -> {
                taken.moves().forEach(move -> lines.add(of(move)));
                taken.closed().stream()
                        .filter(closed -> closed.outcome().startsWith("drained"))
                        .forEach(closed ->
                                lines.add("drained " + closed.intent().operation() + " " + subject(closed.intent())));
                taken.entries().stream()
                        .filter(entry -> entry.action() == LedgerAction.ALARM)
                        .forEach(entry -> lines.add(alarm(entry)));
                taken.actions().forEach(action -> lines.add(of(action)));
            }
        }
        return lines;
    }

    static String of(Step.Move move) {
        return move.machine() + " " + move.subject() + " " + move.from() + " -> " + move.to();
    }

    private static String alarm(LedgerDraft entry) {
        return "alarm " + entry.subject() + ": " + entry.detail().get("text");
    }

    static String of(Action action) {
        return switch (action) {
            case Action.Send send -> "send " + send.intent().operation() + " " + subject(send.intent());
            case Action.ReadBack read -> "read " + read.intent().operation() + " " + subject(read.intent());
            case Action.Precheck precheck -> "precheck " + precheck.credential();
            case Action.Prove prove ->
                "prove " + prove.purpose() + " "
                        + (prove.purpose() == Action.Purpose.PRIOR_BACK ? prove.source() : prove.credential()) + " at "
                        + prove.relyingParty();
            case Action.Reassert reassert -> "reassert " + reassert.target();
        };
    }

    static String subject(OpenIntent intent) {
        return intent.target().map(TargetId::toString).orElse(intent.credential());
    }
}
