package io.nhigovernor.governor.engine.view;

import java.util.List;

/**
 * The database was set back, and nothing goes forward until a human confirms.
 *
 * @param code stable
 * @param text what is wrong, with both heads of the ledger
 * @param remedy what to do
 * @param unread credentials of rollouts under way, or of the inventory, that could not be read yet
 * @param wrong rows that did not tell what is there outside, and were brought to it
 * @param orphans generations accepted outside that were made by an attempt nobody knows any more
 */
public record SetBackView(
        String code, String text, String remedy, List<String> unread, List<String> wrong, List<String> orphans) {
    public SetBackView {
        unread = List.copyOf(unread);
        wrong = List.copyOf(wrong);
        orphans = List.copyOf(orphans);
    }
}
