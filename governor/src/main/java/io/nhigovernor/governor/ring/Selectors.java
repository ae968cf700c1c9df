package io.nhigovernor.governor.ring;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** Whether a selector means a member. The answer depends on the member alone, never on who else is there. */
public final class Selectors {
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private Selectors() {}

    /**
     * Says of a member's id and labels whether the selector means it.
     *
     * @param salt the id of the ring plan, so that two plans do not always begin with the same members
     */
    public static BiPredicate<String, Map<String, String>> matching(Selector selector, String salt) {
        Set<String> listed = Set.copyOf(selector.ids());
        return (id, labels) -> !selector.empty()
                && labels.entrySet().containsAll(selector.labels().entrySet())
                && (listed.isEmpty() || listed.contains(id))
                && selector.percent().map(percent -> share(salt, id) < percent).orElse(true);
    }

    /** Where an id falls, 0 to 99: {@code SHA-256(salt|id) mod 100}. */
    public static int share(String salt, String id) {
        byte[] digest = sha256().digest((salt + "|" + id).getBytes(StandardCharsets.UTF_8));
        return new BigInteger(1, digest).mod(HUNDRED).intValue();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
