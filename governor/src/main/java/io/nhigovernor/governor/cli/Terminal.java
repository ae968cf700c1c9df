package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.wire.Text;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes. What servers and files said is made safe to print.
 *
 * @param interactive whether a person looks at a terminal that can redraw lines
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {
    /** System property the launcher sets: before JDK 22 Java itself cannot tell standard output from a file. */
    private static final String INTERACTIVE = "governor.terminal";

    /** System properties the launcher sets: Java cannot ask a terminal for its size. */
    private static final String COLUMNS = "governor.columns";

    private static final String ROWS = "governor.rows";

    private static final int LINE_MAX = 10_000;

    public static Terminal system() {
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Boolean.getBoolean(INTERACTIVE));
    }

    void line(String text) {
        out.println(Text.printable(text, LINE_MAX));
    }

    /** Columns of the screen. */
    int columns() {
        return Integer.getInteger(COLUMNS, 80);
    }

    /** Rows of the screen. */
    int rows() {
        return Integer.getInteger(ROWS, 24);
    }

    /** Lines with their control sequences, made by us; written at once. */
    void redraw(String screen) {
        out.print(screen);
        out.flush();
    }

    void lines(Iterable<String> texts) {
        texts.forEach(this::line);
    }

    void error(String text) {
        err.println(Text.printable(text, LINE_MAX));
    }

    /** Text that is passed on as it is, such as JSON. */
    void raw(String text) {
        out.println(text);
    }
}
