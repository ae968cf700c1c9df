package io.nhigovernor.governor.wire;

/** Text from outside, made safe to print on one line. */
public final class Text {
    private Text() {}

    /** True for characters that steer a terminal, break a line or turn reading direction. */
    public static boolean steers(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** At most {@code most} characters, with steering characters shown as {@code \}{@code u001b}. */
    public static String printable(String text, int most) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), most));
        text.codePoints().limit(most).forEach(character -> {
            if (steers(character)) {
                out.append(String.format("\\u%04x", character));
            } else {
                out.appendCodePoint(character);
            }
        });
        return text.codePointCount(0, text.length()) > most ? out + "…" : out.toString();
    }
}
