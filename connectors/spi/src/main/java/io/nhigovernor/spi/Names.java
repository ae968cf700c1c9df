package io.nhigovernor.spi;

import java.util.regex.Pattern;

/** The one alphabet of names that come from outside: {@code [a-z0-9._/-]}, 1 to 200 characters. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z0-9._/-]{1,200}");

    private Names() {}

    public static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * @throws IllegalArgumentException if {@code name} leaves the alphabet; callers that read input check with
     *     {@link #valid} first and report a problem
     */
    public static String require(String what, String name) {
        if (!valid(name)) {
            throw new IllegalArgumentException(what + " must match " + NAME.pattern());
        }
        return name;
    }
}
