package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.rollout.Action;
import io.nhigovernor.governor.rollout.Event;
import io.nhigovernor.governor.rollout.Event.Precheck;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads that come before the first effect on a credential, and after the last effect of a restore. */
final class Prechecks {
    private final Connectors connectors;

    Prechecks(Connectors connectors) {
        this.connectors = connectors;
    }

    Precheck check(Credential credential, Action.Precheck asked) {
        Reading<Acceptance> reading =
                connectors.verifier(credential).orElseThrow().read(credential);
        if (!(reading instanceof Reading.Known<Acceptance> known)) {
            return new Precheck.Unreadable("the verifier cannot be read");
        }
        Acceptance acceptance = known.value();
        List<String> reasons = new ArrayList<>();
        if (!acceptance.accepts(asked.prior())) {
            reasons.add("the verifier does not accept the prior " + asked.prior());
        }
        acceptance.generations().stream()
                .filter(found -> !found.fingerprint().equals(asked.prior()))
                .filter(found -> !found.attempt().equals(Optional.of(asked.attempt())))
                .forEach(found -> reasons.add("the verifier also knows " + found.fingerprint()
                        + found.attempt()
                                .map(attempt -> " of attempt " + attempt)
                                .orElse("")));
        SortedMap<String, Version> pointers = new TreeMap<>();
        for (TargetId target : asked.targets()) {
            Optional<String> unreadable = pointer(credential, target, asked.prior(), pointers, reasons);
            if (unreadable.isPresent()) {
                return new Precheck.Unreadable(unreadable.get());
            }
        }
        return reasons.isEmpty() ? new Precheck.Passed(acceptance.version(), pointers) : new Precheck.Failed(reasons);
    }

    private Optional<String> pointer(
            Credential credential,
            TargetId id,
            Fingerprint prior,
            SortedMap<String, Version> pointers,
            List<String> reasons) {
        Delivery delivery = connectors.delivery(credential).orElseThrow();
        Target target = new Target(credential, id.identity());
        if (!(delivery.read(target) instanceof Reading.Known<Optional<Pointer>> known)) {
            return Optional.of("the delivery of " + id + " cannot be read");
        }
        if (known.value().isEmpty() || !known.value().get().generation().equals(prior)) {
            reasons.add(id + " is delivered "
                    + known.value().map(found -> found.generation().value()).orElse("nothing") + ", not the prior");
            return Optional.empty();
        }
        pointers.put(id.toString(), known.value().get().version());
        if (!(Fetching.fetch(delivery, target, prior) instanceof Reading.Known<Optional<Material>> fetched)) {
            return Optional.of("the prior of " + id + " cannot be read");
        }
        fetched.value()
                .ifPresentOrElse(
                        Material::close,
                        () -> reasons.add("the prior of " + id + " is not kept where a restore could read it again"));
        return Optional.empty();
    }

    Event.Reasserted reassert(Credential credential, Action.Reassert asked) {
        Reading<Optional<Pointer>> pointer = connectors
                .delivery(credential)
                .orElseThrow()
                .read(new Target(credential, asked.target().identity()));
        Reading<Acceptance> acceptance =
                connectors.verifier(credential).orElseThrow().read(credential);
        if (!(pointer instanceof Reading.Known<Optional<Pointer>> pointed)
                || !(acceptance instanceof Reading.Known<Acceptance> accepted)) {
            return new Event.Reasserted(asked.target(), Optional.empty(), "not readable");
        }
        boolean right = pointed.value()
                .map(found -> found.generation().equals(asked.prior()))
                .orElse(false);
        boolean works = accepted.value().accepts(asked.prior());
        String found = "pointer "
                + pointed.value().map(value -> value.generation().value()).orElse("none") + ", prior "
                + (works ? "accepted" : "not accepted");
        return new Event.Reasserted(asked.target(), Optional.of(right && works), found);
    }
}
