package io.nhigovernor.governor.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The words documents use for the constants of an enum. */
final class Words {
    private Words() {}

    static <E extends Enum<E>> Map<String, E> lower(E[] constants) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return Collections.unmodifiableMap(words);
    }

    static <E extends Enum<E>> Map<String, E> upper(E[] constants) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(constant.name(), constant);
        }
        return Collections.unmodifiableMap(words);
    }
}
