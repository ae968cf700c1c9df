package io.nhigovernor.samples.estate.service;

import io.nhigovernor.samples.estate.accept.AcceptBook;
import io.nhigovernor.samples.estate.accept.AcceptEntry;
import io.nhigovernor.samples.estate.accept.Accepted;
import io.nhigovernor.samples.estate.tls.PeerName;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Names;
import io.nhigovernor.spi.TargetId;
import java.time.Instant;
import java.util.Optional;

/** Decides about each request anew, also on kept connections: what was accepted a minute ago may be disabled now. */
final class Guard {
    private static final String NOBODY = "unknown";

    private final String service;
    private final ClaimReader reader;
    private final AcceptBook book;
    private final KnownOnly knownOnly;

    Guard(String service, ClaimReader reader, AcceptBook book, KnownOnly knownOnly) {
        this.service = service;
        this.reader = reader;
        this.book = book;
        this.knownOnly = knownOnly;
    }

    Ruling rule(Presented presented, Instant now) {
        return switch (reader.read(presented, service, now)) {
            case Claim.None none ->
                new Ruling.Denied(claimedName(presented), Optional.empty(), Optional.empty(), none.reason());
            case Claim.Made claim -> rule(presented, claim);
        };
    }

    private Ruling rule(Presented presented, Claim.Made claim) {
        var entry = book.find(claim.credential());
        if (entry.isEmpty()) {
            return new Ruling.Denied(claimedName(presented), Optional.empty(), claim.named(), "unknown-credential");
        }
        var identity = holder(presented, entry.get());
        if (identity.isEmpty()) {
            return new Ruling.Denied(claimedName(presented), Optional.empty(), claim.named(), "not-a-holder");
        }
        var target = new TargetId(entry.get().credential(), identity.get());
        if (entry.get().revoked().isPresent()
                && claim.named().isPresent()
                && claim.serial().isPresent()) {
            // The handshake has let it through, so an authority that is trusted here signed it.
            return entry.get().revoked().get().contains(claim.serial().get())
                    ? new Ruling.Denied(target.identity(), Optional.of(target), claim.named(), "revoked-certificate")
                    : new Ruling.Allowed(target, claim.named().get());
        }
        var generation = entry.get().generations().stream()
                .filter(one -> claim.proves().test(one.check()))
                .findFirst();
        return generation
                .map(one -> rule(target, one))
                .orElseGet(() ->
                        new Ruling.Denied(target.identity(), Optional.of(target), claim.named(), "unknown-generation"));
    }

    private Ruling rule(TargetId target, Accepted generation) {
        var seen = generation.fingerprint();
        if (!generation.enabled()) {
            return new Ruling.Denied(target.identity(), Optional.of(target), Optional.of(seen), "disabled-generation");
        }
        if (!knownOnly.lets(seen)) {
            return new Ruling.Denied(target.identity(), Optional.of(target), Optional.of(seen), "pinned-trust");
        }
        return new Ruling.Allowed(target, seen);
    }

    /** A refusal within the handshake has no caller's name: only a sole holder can be told by the certificate. */
    Ruling.Denied refusedInHandshake(PeerName peer, String reason) {
        var target = peer.credential()
                .flatMap(book::find)
                .flatMap(entry -> entry.soleHolder().map(holder -> new TargetId(entry.credential(), holder)));
        Fingerprint seen = peer.fingerprint();
        return new Ruling.Denied(target.map(TargetId::identity).orElse(NOBODY), target, Optional.of(seen), reason);
    }

    /** The caller's own name if it holds the credential. A probe stands for the first holder. */
    private static Optional<String> holder(Presented presented, AcceptEntry entry) {
        var named = presented.caller().filter(entry.holders()::contains);
        return named.isPresent() || presented.probe().isEmpty()
                ? named
                : entry.holders().stream().findFirst();
    }

    private static String claimedName(Presented presented) {
        return presented.caller().filter(Names::valid).orElse(NOBODY);
    }
}
