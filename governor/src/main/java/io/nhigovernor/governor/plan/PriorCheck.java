package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.plan.CredentialFacts.HolderFacts;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Acceptance.AcceptedGeneration;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds a credential's prior, and everything that would keep a restore from bringing it back. The prior is the generation its
 * holders are pointed at; where they differ, an accepted one before others and the more common before the rarer.
 */
final class PriorCheck {
    private final Credential credential;
    private final CredentialFacts facts;
    private final Findings findings;

    private PriorCheck(Credential credential, CredentialFacts facts, Findings findings) {
        this.credential = credential;
        this.facts = facts;
        this.findings = findings;
    }

    /** The prior as its verifier knows it; empty, with reasons among {@code findings}, if it is not usable. */
    static Optional<AcceptedGeneration> of(Credential credential, CredentialFacts facts, Findings findings) {
        var check = new PriorCheck(credential, facts, findings);
        SortedMap<String, Fingerprint> pointers = check.pointers();
        return switch (facts.acceptance()) {
            case Reading.Known<Acceptance> known -> check.prior(pointers, known.value());
            case Reading.Unreadable<Acceptance> unreadable -> {
                findings.refuse(
                        RefusalCode.UNREADABLE,
                        "the verifier of " + credential.id() + " cannot be read: " + unreadable.reason(),
                        "bring it back, then plan again");
                yield Optional.empty();
            }
        };
    }

    private SortedMap<String, Fingerprint> pointers() {
        SortedMap<String, Fingerprint> pointers = new TreeMap<>();
        for (String holder : credential.holders()) {
            HolderFacts read =
                    facts.holders().getOrDefault(holder, new HolderFacts(Reading.unreadable("it was not read"), false));
            switch (read.pointer()) {
                case Reading.Known<Optional<Fingerprint>> known ->
                    known.value()
                            .ifPresentOrElse(
                                    generation -> pointers.put(holder, generation),
                                    () -> findings.refuse(
                                            RefusalCode.NOT_DELIVERED,
                                            credential.id() + " was never delivered to " + holder,
                                            "deliver the prior to it, or take it off the holders"));
                case Reading.Unreadable<Optional<Fingerprint>> unreadable ->
                    findings.refuse(
                            RefusalCode.UNREADABLE,
                            "the delivery of " + credential.id() + " to " + holder + " cannot be read: "
                                    + unreadable.reason(),
                            "bring it back, then plan again");
            }
        }
        return pointers;
    }

    private Optional<AcceptedGeneration> prior(SortedMap<String, Fingerprint> pointers, Acceptance acceptance) {
        if (pointers.isEmpty()) {
            return Optional.empty();
        }
        Fingerprint generation = likeliest(pointers, acceptance);
        strangers(pointers, generation);
        others(acceptance, generation);
        unfetchable(pointers, generation);
        if (!acceptance.accepts(generation)) {
            findings.refuse(
                    RefusalCode.PRIOR_NOT_ACCEPTED,
                    "the verifier does not accept " + generation + ", which the holders of " + credential.id()
                            + " are pointed at",
                    "repair it first: a restore would lead back to a broken credential");
            return Optional.empty();
        }
        return acceptance.of(generation);
    }

    private static Fingerprint likeliest(SortedMap<String, Fingerprint> pointers, Acceptance acceptance) {
        return pointers.values().stream()
                .distinct()
                .max(Comparator.comparing(acceptance::accepts)
                        .thenComparing(generation -> pointers.values().stream()
                                .filter(generation::equals)
                                .count())
                        .thenComparing(Fingerprint::value))
                .orElseThrow();
    }

    private void strangers(SortedMap<String, Fingerprint> pointers, Fingerprint prior) {
        pointers.forEach((holder, generation) -> {
            if (!generation.equals(prior)) {
                findings.refuse(
                        RefusalCode.FOREIGN_STATE,
                        holder + " is pointed at " + generation + " of " + credential.id() + ", not at the prior "
                                + prior,
                        "bring all its holders to one generation first");
            }
        });
    }

    private void others(Acceptance acceptance, Fingerprint prior) {
        for (AcceptedGeneration other : acceptance.generations()) {
            if (!other.fingerprint().equals(prior)) {
                other.attempt()
                        .ifPresentOrElse(
                                attempt -> findings.refuse(
                                        RefusalCode.OTHER_ATTEMPT,
                                        "attempt " + attempt + " left " + other.fingerprint() + " of " + credential.id()
                                                + " at the verifier",
                                        "finish or withdraw that attempt first"),
                                () -> findings.note(
                                        "OTHER_GENERATION",
                                        "the verifier of " + credential.id() + " knows " + other.fingerprint()
                                                + " too; this plan leaves it alone"));
            }
        }
    }

    private void unfetchable(SortedMap<String, Fingerprint> pointers, Fingerprint prior) {
        List<String> holders = new ArrayList<>();
        pointers.forEach((holder, generation) -> {
            HolderFacts read = facts.holders().get(holder);
            if (generation.equals(prior) && read != null && !read.fetchable()) {
                holders.add(holder);
            }
        });
        if (!holders.isEmpty()) {
            findings.refuse(
                    RefusalCode.PRIOR_NOT_FETCHABLE,
                    "the prior " + prior + " of " + credential.id() + " could not be fetched again for "
                            + Spoken.list(holders),
                    "keep it in the delivery: without it a restore cannot work");
        }
    }
}
