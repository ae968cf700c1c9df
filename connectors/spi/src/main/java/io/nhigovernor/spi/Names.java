package io.nhigovernor.spi;

import java.util.regex.Pattern;

/**
 * The one alphabet of names that come from outside: {@code [a-z0-9._/-]}, 1 to 200 characters. Connectors make paths of
 * names, so no part between slashes is empty, {@code .} or {@code ..}: a name never leads out of where it belongs.
 */
public final class Names {
    /** What a name may be, for whoever has to correct one. */
    public static final String RULE =
            "a-z, 0-9 and . _ / - only, at most 200 characters; no part between slashes empty, . or ..";

    private static final int MAX = 200;
    private static final String PART = "(?!\\.{1,2}(?:/|$))[a-z0-9._-]+";
    private static final Pattern NAME = Pattern.compile(PART + "(?:/" + PART + ")*");

    private Names() {}

    public static boolean valid(String name) {
        return name.length() <= MAX && NAME.matcher(name).matches();
    }

    /**
     * @throws IllegalArgumentException if {@code name} leaves the alphabet; callers that read input check with
     *     {@link #valid} first and report a problem
     */
    public static String require(String what, String name) {
        if (!valid(name)) {
            throw new IllegalArgumentException(what + " must use " + RULE);
        }
        return name;
    }
}
