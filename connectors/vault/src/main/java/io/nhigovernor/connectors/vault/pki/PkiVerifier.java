package io.nhigovernor.connectors.vault.pki;

import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.parts.accept.AcceptRules;
import io.nhigovernor.connectors.parts.accept.AcceptRules.Decision;
import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.accept.Generation;
import io.nhigovernor.connectors.parts.keys.CertifiedKey;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.parts.probe.Probe;
import io.nhigovernor.connectors.vault.accept.Register;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.Outcomes;
import io.nhigovernor.connectors.vault.pki.Issuer.Stored;
import io.nhigovernor.connectors.vault.pki.Told.Failed;
import io.nhigovernor.connectors.vault.pki.Told.Known;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import io.nhigovernor.spi.Version;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Leaf certificates that a PKI mount signs for keys of the governor. Signing twice makes two certificates, so a register of the
 * governor's own says first that a key is being signed; what was signed by a call whose answer was lost is found again by its
 * key, and all but one of those found are revoked. A certificate cannot be disabled: it ends, or is revoked for good.
 */
public final class PkiVerifier implements Verifier {
    private static final Duration READING = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Function<Credential, Order> orders;
    private final LeafSearch search;
    private final Function<Credential, Register> registers;
    private final Parties parties;
    private final InstantSource clock;

    /** @param registers the governor's own, of each credential */
    public PkiVerifier(
            Function<Credential, Order> orders,
            LeafSearch search,
            Function<Credential, Register> registers,
            Parties parties,
            InstantSource clock) {
        this.orders = orders;
        this.search = search;
        this.registers = registers;
        this.parties = parties;
        this.clock = clock;
    }

    /**
     * What a credential's certificates are, and who signs them.
     *
     * @param checked how relying parties learn of a revocation
     */
    public record Order(Issuer issuer, Subject subject, Checked checked) {}

    /** How relying parties learn that a certificate was revoked. */
    public enum Checked {
        NOT,
        CRL,
        OCSP
    }

    /**
     * The relying parties.
     *
     * @param authorities whom their own certificates must lead to
     * @param bundle whom they trust for the certificates of their callers; not checked if empty
     * @param settle how long a revocation takes to reach them
     */
    public record Parties(
            List<X509Certificate> authorities, List<X509Certificate> bundle, Duration settle, Duration probeTimeout) {}

    @Override
    public VerifierCapabilities capabilities(Credential credential) {
        return new VerifierCapabilities(
                true, true, Mint.CALLER_KEY_SIGNED, Disable.NONE, Attribution.DIRECT, parties.settle());
    }

    @Override
    public Reading<Acceptance> read(Credential credential) {
        var deadline = Deadline.in(READING);
        return registers.apply(credential).acceptance(deadline, document -> read(credential, document, deadline));
    }

    private Reading<Acceptance> read(Credential credential, AcceptDocument document, Deadline deadline) {
        var issuer = orders.apply(credential).issuer();
        var generations = new ArrayList<AcceptedGeneration>();
        for (var generation : document.generations()) {
            if (!(generation.evidence() instanceof Evidence.Leaf leaf)) {
                continue;
            }
            switch (issuer.stored(leaf.serial(), deadline)) {
                case Failed<Optional<Stored>> failed -> {
                    return Outcomes.unreadable("reading certificate " + leaf.serial(), failed.answer());
                }
                case Known<Optional<Stored>> known ->
                    generations.add(new AcceptedGeneration(
                            generation.fingerprint(),
                            generation.enabled()
                                    && trouble(generation, known.value()).isEmpty(),
                            generation.attempt(),
                            generation.validity(),
                            generation.publicPart()));
            }
        }
        return Reading.known(new Acceptance(document.version(), generations));
    }

    /** Why relying parties do not take a certificate, in words; empty if they do. */
    private Optional<String> trouble(Generation generation, Optional<Stored> stored) {
        var revoked = stored.flatMap(Stored::revoked);
        if (revoked.isPresent()) {
            return Optional.of("was revoked at " + revoked.get() + ", which nothing undoes");
        }
        return generation
                .validity()
                .notAfter()
                .filter(ends -> !clock.instant().isBefore(ends))
                .map(ends -> "expired at " + ends);
    }

    @Override
    public Outcome admit(Credential credential, Material candidate, Call call) {
        try {
            var admission = new Admission(
                    credential,
                    CertifiedKey.fingerprint(candidate),
                    CertifiedKey.spki(candidate),
                    call,
                    Deadline.of(call));
            return registers
                    .apply(credential)
                    .enrolled(admission.deadline(), document -> admit(admission, candidate, document));
        } catch (UnusableMaterialException e) {
            return NotApplied.refused(String.valueOf(e.getMessage()));
        }
    }

    /** One admission on its way. @param spki hexadecimal SHA-256 of the key */
    private record Admission(
            Credential credential, Fingerprint fingerprint, String spki, Call call, Deadline deadline) {
        /** Whether this attempt had asked for a certificate of this key, and nobody knows what came of it. */
        boolean begun(AcceptDocument document) {
            return document.byAttempt(call.attempt())
                    .filter(found -> found.fingerprint().equals(fingerprint) && !found.exists())
                    .isPresent();
        }
    }

    private Outcome admit(Admission admission, Material candidate, AcceptDocument document) {
        boolean begun = admission.begun(document);
        if (!begun) {
            var met = AcceptRules.met(document, admission.fingerprint(), admission.call(), true);
            if (met.isPresent()) {
                return met.get();
            }
        }
        var order = orders.apply(admission.credential());
        var objection = order.issuer().objection(admission.deadline());
        if (objection instanceof Known<Optional<String>> known && known.value().isPresent()) {
            return NotApplied.refused(known.value().get());
        }
        if (objection instanceof Failed<Optional<String>> failed) {
            return Outcomes.notBegun(
                    "reading the role " + order.issuer().role() + " of "
                            + order.issuer().mount(),
                    failed.answer());
        }
        String request;
        try {
            request = SigningRequest.pem(candidate, order.subject());
        } catch (UnusableMaterialException e) {
            return NotApplied.refused(String.valueOf(e.getMessage()));
        }
        if (begun) {
            return resume(admission, request);
        }
        var beginning = begin(admission);
        return beginning instanceof Applied ? sign(admission, request, false) : beginning;
    }

    private Outcome begin(Admission admission) {
        return change(
                admission.credential(),
                admission.deadline(),
                now -> admission.begun(now)
                        ? new Decision.Answer(NotApplied.busy("somebody else is having this key signed", SOON))
                        : AcceptRules.met(now, admission.fingerprint(), admission.call(), true)
                                // What was admitted in between is told when it is asked for again.
                                .map(met -> met instanceof Applied ? NotApplied.busy("admitted in between", SOON) : met)
                                .<Decision>map(Decision.Answer::new)
                                .orElseGet(() -> AcceptRules.admitting(
                                        now,
                                        generation(
                                                admission,
                                                false,
                                                Validity.UNLIMITED,
                                                new Evidence.Signing(admission.spki())),
                                        admission.credential().holders(),
                                        true)));
    }

    private Generation generation(Admission admission, boolean enabled, Validity validity, Evidence evidence) {
        return new Generation(
                admission.fingerprint(),
                enabled,
                Optional.of(admission.call().attempt()),
                admission.call().intent(),
                clock.instant(),
                validity,
                evidence);
    }

    /** An answer was lost: takes what was signed then, and asks for another only if nothing was. */
    private Outcome resume(Admission admission, String request) {
        var issuer = orders.apply(admission.credential()).issuer();
        return switch (search.live(issuer, admission.spki(), admission.deadline())) {
            case Failed<List<X509Certificate>> failed ->
                Outcomes.notBegun("looking for what was signed", failed.answer());
            case Known<List<X509Certificate>> known ->
                known.value().isEmpty() ? sign(admission, request, true) : adopt(admission, issuer, known.value());
        };
    }

    /** Keeps the one that lasts longest. */
    private Outcome adopt(Admission admission, Issuer issuer, List<X509Certificate> found) {
        var kept = found.stream()
                .max(Comparator.comparing(X509Certificate::getNotAfter).thenComparing(X509Certificate::getSerialNumber))
                .orElseThrow();
        var orphans = found.stream()
                .filter(other -> !other.equals(kept))
                .map(other -> other.getSerialNumber().toString(16))
                .toList();
        var failure = revoked(issuer, orphans, admission.deadline());
        if (failure.isPresent()) {
            return Outcomes.of("revoking certificates that were signed too much", failure.get());
        }
        return switch (issuer.joined(kept, admission.deadline())) {
            case Failed<SignedLeaf> failed -> Outcomes.notBegun("reading the chain", failed.answer());
            case Known<SignedLeaf> known -> judged(admission, known.value(), orphans, true);
        };
    }

    private Outcome sign(Admission admission, String request, boolean doubtful) {
        var order = orders.apply(admission.credential());
        return switch (order.issuer().sign(request, order.subject(), admission.deadline())) {
            case Known<SignedLeaf> known -> judged(admission, known.value(), List.of(), doubtful);
            case Failed<SignedLeaf> failed -> {
                boolean refused = failed.answer() instanceof Answer.Refused || failed.answer() instanceof Answer.Absent;
                if (refused && !doubtful) {
                    // If this is not written, the next try looks for a certificate that is not there, and is as well.
                    forget(admission, List.of());
                }
                yield Outcomes.of(
                        "signing by the role " + order.issuer().role() + " of "
                                + order.issuer().mount(),
                        failed.answer());
            }
        };
    }

    /** Before anything is pointed at it. */
    private Outcome judged(Admission admission, SignedLeaf leaf, List<String> orphans, boolean doubtful) {
        var order = orders.apply(admission.credential());
        var objection = LeafRules.objection(leaf, order.subject(), parties.bundle(), clock.instant());
        if (objection.isEmpty()) {
            return complete(admission, leaf, orphans, doubtful);
        }
        var failure = order.issuer().revoke(leaf.serial(), admission.deadline());
        if (failure.isPresent()) {
            return Outcomes.of(objection.get() + "; revoking it", failure.get());
        }
        var serials = new ArrayList<>(orphans);
        serials.add(leaf.serial());
        var forgotten = forget(admission, serials);
        return forgotten instanceof Applied
                ? NotApplied.refused(objection.get() + "; certificate " + leaf.serial() + " was revoked")
                : forgotten;
    }

    private Outcome forget(Admission admission, List<String> orphans) {
        return change(
                admission.credential(),
                admission.deadline(),
                now -> admission.begun(now)
                        ? new Decision.Write(
                                now.forgetting(admission.fingerprint())
                                        .orphaning(orphans, admission.call().intent()),
                                Applied.of(now.observed(admission.fingerprint())))
                        : new Decision.Answer(Applied.of(now.observed(admission.fingerprint()))));
    }

    private Outcome complete(Admission admission, SignedLeaf leaf, List<String> orphans, boolean doubtful) {
        var done = generation(admission, true, leaf.validity(), leaf.evidence(doubtful));
        var outcome = change(
                admission.credential(),
                admission.deadline(),
                now -> admission.begun(now)
                        ? written(
                                now.completing(done)
                                        .orphaning(orphans, admission.call().intent()),
                                admission,
                                leaf)
                        : AcceptRules.met(now, admission.fingerprint(), admission.call(), true)
                                .<Decision>map(Decision.Answer::new)
                                .orElseGet(() -> new Decision.Answer(
                                        NotApplied.refused("this generation was given up while it was signed"))));
        boolean another = outcome instanceof Applied applied
                ? !applied.minted().equals(Optional.of(leaf.pem()))
                : outcome instanceof NotApplied not && not.why() == Outcome.Why.REFUSED;
        if (!another) {
            return outcome;
        }
        return orders.apply(admission.credential())
                .issuer()
                .revoke(leaf.serial(), admission.deadline())
                .map(failure -> Outcomes.of("revoking a certificate that nobody is to have", failure))
                .orElse(outcome);
    }

    private static Decision written(AcceptDocument next, Admission admission, SignedLeaf leaf) {
        return new Decision.Write(next, new Applied(next.observed(admission.fingerprint()), Optional.of(leaf.pem())));
    }

    @Override
    public Proof prove(Credential credential, Material material, RelyingParty party, String probe) {
        try {
            var chain = CertifiedKey.chain(material);
            return chain.isEmpty()
                    ? new Proof.Inconclusive("the key has no certificate yet")
                    : new Probe(
                                    parties.authorities(),
                                    parties.probeTimeout(),
                                    credential.holders().getFirst(),
                                    probe)
                            .get(party, Probe.Login.certificate(CertifiedKey.privateKey(material), chain.get()));
        } catch (UnusableMaterialException e) {
            return new Proof.Inconclusive(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Outcome disable(Credential credential, Fingerprint generation, Version expected, Call call) {
        return NotApplied.refused(
                switch (orders.apply(credential).checked()) {
                    case NOT ->
                        "a certificate cannot be disabled: it expires, and is not revocable here, because the relying parties"
                                + " check neither revocation list nor OCSP";
                    case CRL, OCSP -> "a certificate cannot be disabled: it can only be revoked, and that for good";
                });
    }

    /** Nothing was ever taken away, so this only writes down that it is wanted; of what is over it cannot be. */
    @Override
    public Outcome enable(Credential credential, Fingerprint generation, Version expected, Call call) {
        var deadline = Deadline.of(call);
        return registers
                .apply(credential)
                .enrolled(
                        deadline,
                        document -> document.of(generation)
                                .flatMap(found -> over(credential, found, deadline))
                                .orElseGet(() -> change(
                                        credential,
                                        deadline,
                                        now -> AcceptRules.switching(now, generation, true, expected, call))));
    }

    /** Why this generation cannot be had any more; empty if it can. */
    private Optional<Outcome> over(Credential credential, Generation generation, Deadline deadline) {
        return switch (generation.evidence()) {
            case Evidence.Leaf leaf ->
                switch (orders.apply(credential).issuer().stored(leaf.serial(), deadline)) {
                    case Failed<Optional<Stored>> failed ->
                        Optional.of(Outcomes.notBegun("reading certificate " + leaf.serial(), failed.answer()));
                    case Known<Optional<Stored>> known ->
                        trouble(generation, known.value())
                                .map(trouble -> NotApplied.refused("certificate " + leaf.serial() + " of "
                                        + generation.fingerprint() + " " + trouble
                                        + "; it cannot be restored, only another be made"));
                };
            case Evidence.Signing signing ->
                Optional.of(NotApplied.refused("no certificate of " + generation.fingerprint() + " is known yet"));
            case Evidence.SaltedHash hash -> Optional.of(strange(generation));
            case Evidence.PublicJwk jwk -> Optional.of(strange(generation));
            case Evidence.SecretId secretId -> Optional.of(strange(generation));
            case Evidence.DatabaseRole role -> Optional.of(strange(generation));
            case Evidence.Rotating rotating -> Optional.of(strange(generation));
        };
    }

    private static Outcome strange(Generation generation) {
        return NotApplied.refused(generation.fingerprint() + " is no certificate");
    }

    @Override
    public Outcome destroy(Credential credential, Fingerprint generation, Call call) {
        var deadline = Deadline.of(call);
        return registers
                .apply(credential)
                .enrolled(
                        deadline,
                        document -> document.of(generation)
                                .map(found -> destroy(credential, found, call, deadline))
                                .orElseGet(() -> Applied.of(document.observed(generation))));
    }

    // Revoked before the register forgets which one it was.
    private Outcome destroy(Credential credential, Generation generation, Call call, Deadline deadline) {
        var issuer = orders.apply(credential).issuer();
        return switch (serials(issuer, generation, deadline)) {
            case Failed<List<String>> failed -> Outcomes.notBegun("looking for what was signed", failed.answer());
            case Known<List<String>> known -> {
                var failure = revoked(issuer, known.value(), deadline)
                        .filter(answer -> !(Issuer.unknown(answer)
                                && trouble(generation, Optional.empty()).isPresent()));
                yield failure.isPresent()
                        ? Outcomes.of("revoking the certificate of " + generation.fingerprint(), failure.get())
                        : change(
                                credential,
                                deadline,
                                now -> destroying(now, generation, orphans(generation, known.value()), call));
            }
        };
    }

    private static Decision destroying(AcceptDocument now, Generation generation, List<String> orphans, Call call) {
        return switch (AcceptRules.destroying(now, generation.fingerprint(), call)) {
            case Decision.Answer answer -> answer;
            case Decision.Write write ->
                new Decision.Write(write.next().orphaning(orphans, call.intent()), write.afterwards());
        };
    }

    private static List<String> orphans(Generation generation, List<String> serials) {
        return generation.evidence() instanceof Evidence.Leaf leaf
                ? serials.stream()
                        .filter(serial -> !serial.equals(leaf.serial()))
                        .toList()
                : serials;
    }

    /** Every certificate that makes this generation acceptable. */
    private Told<List<String>> serials(Issuer issuer, Generation generation, Deadline deadline) {
        return switch (generation.evidence()) {
            case Evidence.Leaf leaf ->
                leaf.doubtful()
                        ? found(issuer, leaf.spki(), List.of(leaf.serial()), deadline)
                        : new Known<>(List.of(leaf.serial()));
            case Evidence.Signing signing -> found(issuer, signing.spki(), List.of(), deadline);
            case Evidence.SaltedHash hash -> new Known<>(List.of());
            case Evidence.PublicJwk jwk -> new Known<>(List.of());
            case Evidence.SecretId secretId -> new Known<>(List.of());
            case Evidence.DatabaseRole role -> new Known<>(List.of());
            case Evidence.Rotating rotating -> new Known<>(List.of());
        };
    }

    private Told<List<String>> found(Issuer issuer, String spki, List<String> known, Deadline deadline) {
        return switch (search.live(issuer, spki, deadline)) {
            case Failed<List<X509Certificate>> failed -> new Failed<>(failed.answer());
            case Known<List<X509Certificate>> live -> {
                var serials = new ArrayList<>(known);
                for (var certificate : live.value()) {
                    var serial = certificate.getSerialNumber().toString(16);
                    if (!serials.contains(serial)) {
                        serials.add(serial);
                    }
                }
                yield new Known<>(serials);
            }
        };
    }

    private static Optional<Answer> revoked(Issuer issuer, List<String> serials, Deadline deadline) {
        for (var serial : serials) {
            var failure = issuer.revoke(serial, deadline);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Outcome change(Credential credential, Deadline deadline, Function<AcceptDocument, Decision> decision) {
        return registers.apply(credential).change(deadline, decision);
    }
}
