package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.plan.CredentialFacts;
import io.nhigovernor.governor.plan.CredentialFacts.HolderFacts;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Delivery.Pointer;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Reads what the planner must know. A credential whose connectors are not there has no facts. */
final class Facts {
    private final Connectors connectors;
    private final int atOnce;

    /** @param atOnce how many credentials are read side by side; one after the other in their order, if it is one */
    Facts(Connectors connectors, int atOnce) {
        this.connectors = connectors;
        this.atOnce = atOnce;
    }

    Map<String, CredentialFacts> read(List<Credential> credentials) {
        Map<String, CredentialFacts> facts = new ConcurrentHashMap<>();
        try (var readers =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
            List<CompletableFuture<Void>> reads = credentials.stream()
                    .map(credential -> CompletableFuture.runAsync(
                            () -> read(credential).ifPresent(found -> facts.put(credential.id(), found)), readers))
                    .toList();
            reads.forEach(CompletableFuture::join);
        }
        return facts;
    }

    private Optional<CredentialFacts> read(Credential credential) {
        return connectors
                .verifier(credential)
                .flatMap(verifier ->
                        connectors.delivery(credential).map(delivery -> read(credential, verifier, delivery)));
    }

    private static CredentialFacts read(Credential credential, Verifier verifier, Delivery delivery) {
        Map<String, HolderFacts> holders = new HashMap<>();
        for (String holder : credential.holders()) {
            holders.put(holder, holder(delivery, new Target(credential, holder)));
        }
        return CredentialFacts.of(
                verifier.capabilities(credential),
                delivery.capabilities(credential),
                verifier.read(credential),
                holders);
    }

    private static HolderFacts holder(Delivery delivery, Target target) {
        return switch (delivery.read(target)) {
            case Reading.Unreadable<Optional<Pointer>> unreadable ->
                new HolderFacts(Reading.unreadable(unreadable.reason()), false);
            case Reading.Known<Optional<Pointer>> known -> {
                Optional<Fingerprint> generation = known.value().map(Pointer::generation);
                yield new HolderFacts(
                        Reading.known(generation),
                        generation
                                .map(found -> fetchable(delivery, target, found))
                                .orElse(false));
            }
        };
    }

    private static boolean fetchable(Delivery delivery, Target target, Fingerprint generation) {
        if (!(Fetching.fetch(delivery, target, generation) instanceof Reading.Known<Optional<Material>> known)) {
            return false;
        }
        known.value().ifPresent(Material::close);
        return known.value().isPresent();
    }
}
