package io.nhigovernor.samples.estate.accept;

import io.nhigovernor.spi.Fingerprint;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All accept documents of a shelf, as of the last {@link #refresh}; safe to ask from any thread. */
public final class AcceptBook {
    private final AcceptShelf shelf;
    private volatile Map<String, AcceptEntry> entries = Map.of();

    /** Reads the shelf once. */
    public AcceptBook(AcceptShelf shelf) {
        this.shelf = shelf;
        refresh();
    }

    public Optional<AcceptEntry> find(String credential) {
        return Optional.ofNullable(entries.get(credential));
    }

    /** Which generation of a credential this secret is, enabled or not. */
    public Optional<Fingerprint> recognised(String credential, byte[] secret) {
        return find(credential).stream()
                .flatMap(entry -> entry.generations().stream())
                .filter(one -> one.check() instanceof Accepted.Check.SecretHash hash && hash.fits(secret))
                .map(Accepted::fingerprint)
                .findFirst();
    }

    /** Every generation any document lists now, enabled or not. */
    public Set<Fingerprint> generations() {
        var all = new HashSet<Fingerprint>();
        entries.values().forEach(entry -> entry.generations().forEach(one -> all.add(one.fingerprint())));
        return all;
    }

    /** Reads again; a document that went away accepts nothing any more. */
    public synchronized void refresh() {
        entries = Map.copyOf(shelf.read(entries));
    }
}
