package io.nhigovernor.connectors.vault.tail;

import java.io.IOException;
import java.util.function.Consumer;

/** A log file that may be unreadable for a while, which is told once and tried again. One thread at a time. */
public final class Follower implements AutoCloseable {
    private final LogTail tail;
    private final Consumer<String> unreadable;
    /** At first, too: where reading begins must be known after a crash. */
    private boolean unkept = true;

    private boolean told;

    /** @param unreadable hears why */
    public Follower(LogTail tail, Consumer<String> unreadable) {
        this.tail = tail;
        this.unreadable = unreadable;
    }

    /** @return whether there may be more at once */
    public boolean poll(LogTail.Taker into) {
        try {
            boolean more = tail.poll(into);
            unkept |= more;
            told = false;
            return more;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    /** Everything given out so far was taken. */
    public void keep() {
        if (unkept) {
            try {
                tail.commit();
                unkept = false;
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            tail.close();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        if (!told) {
            told = true;
            // The message is a path; its class says what is wrong with it.
            unreadable.accept(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }
}
