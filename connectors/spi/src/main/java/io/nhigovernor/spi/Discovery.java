package io.nhigovernor.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a backend holds that could be brought under the governor. Reads only. */
public interface Discovery {
    /** Everything that this connector's login may see, in the order of {@link Found#what}. */
    Reading<List<Found>> discover();

    /**
     * One thing that could be a credential.
     *
     * @param what where it is, as the backend's users name it; never a value
     * @param verifier settings for {@code verifier:}, as far as they can be told from outside
     * @param delivery settings for {@code delivery:}, likewise
     * @param accepted how many values are accepted at the moment, if that can be told
     * @param made when the value in use was made
     * @param expires when the first of its values ends by itself
     * @param lastUsed when somebody was last seen to use or read it; empty if that is not known
     */
    record Found(
            CredentialKind kind,
            String what,
            Map<String, String> verifier,
            Map<String, String> delivery,
            Optional<Integer> accepted,
            Optional<Instant> made,
            Optional<Instant> expires,
            Optional<Instant> lastUsed) {
        public Found {
            verifier = Map.copyOf(verifier);
            delivery = Map.copyOf(delivery);
        }
    }
}
