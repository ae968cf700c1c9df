package io.nhigovernor.governor.judge;

import java.util.Locale;

/** Numbers in words, the same in every place of the world. */
final class Texts {
    private Texts() {}

    static String of(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
