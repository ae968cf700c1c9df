package io.nhigovernor.connectors.vault.pki;

import io.nhigovernor.connectors.parts.keys.CertifiedKey;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.pki.Issuer.Stored;
import io.nhigovernor.connectors.vault.pki.Told.Failed;
import io.nhigovernor.connectors.vault.pki.Told.Known;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the certificates of one key in a mount. Vault keeps them by serial number only, so each has to be read once; what was
 * read is remembered, so that a search that did not come to its end in time goes on where it stopped.
 */
public final class LeafSearch {
    private final Map<String, Map<String, String>> keysOfMounts = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public LeafSearch(InstantSource clock) {
        this.clock = clock;
    }

    /** The ones that relying parties may accept now. @param spki hexadecimal SHA-256 of the key */
    Told<List<X509Certificate>> live(Issuer issuer, String spki, Deadline deadline) {
        return switch (issuer.serials(deadline)) {
            case Failed<List<String>> failed -> new Failed<>(failed.answer());
            case Known<List<String>> known -> live(issuer, spki, known.value(), deadline);
        };
    }

    private Told<List<X509Certificate>> live(Issuer issuer, String spki, List<String> serials, Deadline deadline) {
        var keys = keysOfMounts.computeIfAbsent(issuer.mount(), mount -> new ConcurrentHashMap<>());
        keys.keySet().retainAll(new HashSet<>(serials));
        var found = new ArrayList<X509Certificate>();
        for (var serial : serials) {
            var known = keys.get(serial);
            if (known != null && !known.equals(spki)) {
                continue;
            }
            switch (issuer.stored(serial, deadline)) {
                case Failed<Optional<Stored>> failed -> {
                    return new Failed<>(unfinished(failed.answer(), keys.size(), serials.size()));
                }
                case Known<Optional<Stored>> stored ->
                    stored.value().ifPresent(kept -> {
                        var its = CertifiedKey.spki(kept.certificate().getPublicKey());
                        keys.put(serial, its);
                        if (its.equals(spki) && kept.live(clock.instant())) {
                            found.add(kept.certificate());
                        }
                    });
            }
        }
        return new Known<>(found);
    }

    /** A search changes nothing, so whatever was lost may be asked again. */
    private static Answer unfinished(Answer answer, int read, int all) {
        return answer instanceof Answer.Lost lost
                ? new Answer.Busy(
                        lost.reason() + " after " + read + " of " + all
                                + " certificates; the search goes on from there",
                        Duration.ofSeconds(1))
                : answer;
    }
}
