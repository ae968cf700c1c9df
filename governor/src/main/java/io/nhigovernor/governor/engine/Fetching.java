package io.nhigovernor.governor.engine;

import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The one way to read a value back. A backend that masks what it shows answers with a placeholder; written back or proven,
 * that would take the place of the credential, so it counts as not readable.
 */
final class Fetching {
    private static final int SHORTEST = 8;
    private static final Set<String> PLACEHOLDERS =
            Set.of("redacted", "masked", "hidden", "secret", "password", "null", "undefined", "none", "changeme");

    private Fetching() {}

    /** The material of a kept generation. The caller closes it. */
    static Reading<Optional<Material>> fetch(Delivery delivery, Target target, Fingerprint generation) {
        Reading<Optional<Material>> fetched = delivery.fetch(target, generation);
        if (fetched instanceof Reading.Known<Optional<Material>> known
                && known.value().isPresent()
                && known.value().get().secret().use(Fetching::placeholder)) {
            known.value().get().close();
            return Reading.unreadable("the delivery shows a placeholder in the place of the value");
        }
        return fetched;
    }

    static boolean placeholder(byte[] value) {
        if (value.length < SHORTEST) {
            return true;
        }
        boolean same = true;
        for (byte one : value) {
            same &= one == value[0];
        }
        String word = new String(value, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z]", "");
        return same || value.length < 2 * SHORTEST && PLACEHOLDERS.contains(word);
    }
}
