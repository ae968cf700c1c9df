package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.ledger.LedgerDraft;
import java.util.List;

/**
 * What one event came to. Everything but {@code actions} becomes true in one transaction; the actions are taken after it.
 *
 * @param next the rollout afterwards
 * @param headerChanged the rollout's own row is to be written
 * @param changes credential changes to be written
 * @param cutovers cutovers to be written
 * @param moves every phase change, in order, for whoever watches
 */
public sealed interface Step {
    record Taken(
            Rollout next,
            boolean headerChanged,
            List<CredentialChange> changes,
            List<Cutover> cutovers,
            List<OpenIntent> opened,
            List<Closed> closed,
            List<LedgerDraft> entries,
            List<Move> moves,
            List<Action> actions)
            implements Step {
        public boolean nothingToWrite() {
            return !headerChanged
                    && changes.isEmpty()
                    && cutovers.isEmpty()
                    && opened.isEmpty()
                    && closed.isEmpty()
                    && entries.isEmpty();
        }
    }

    /** An order that cannot be followed now; nothing happened. */
    record Refused(String code, String text, String remedy) implements Step {}

    /** @param outcome in words, as the ledger has it */
    record Closed(OpenIntent intent, String outcome) {}

    /** @param machine ROLLOUT, RING, CHANGE or CUTOVER */
    record Move(Machine machine, String subject, String from, String to, String why) {}

    /** The four machines. */
    enum Machine {
        ROLLOUT,
        RING,
        CHANGE,
        CUTOVER
    }
}
