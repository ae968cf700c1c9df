package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.Counters;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.pace.Pace;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Identity;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** All callers of the documents: one per identity and credential it holds. */
public final class Callers {
    private final Deliveries deliveries;
    private final Map<String, Integer> ports;
    private final Habits habits;
    private final Counters counters;
    private final Clock clock;
    private final RandomGenerator random;

    public Callers(
            Deliveries deliveries,
            Map<String, Integer> ports,
            Habits habits,
            Counters counters,
            Clock clock,
            long seed) {
        this.deliveries = deliveries;
        this.ports = ports;
        this.habits = habits;
        this.counters = counters;
        this.clock = clock;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public void start(Documents documents, Pace pace) {
        for (var identity : documents.identities()) {
            for (var credential : documents.heldBy(identity)) {
                for (var service : called(identity, credential)) {
                    caller(identity, credential, service).start(pace);
                }
            }
        }
    }

    /** What an identity really calls is its own business: the label, if there is one, else what was declared. */
    private List<RelyingParty> called(Identity identity, Credential credential) {
        var label = identity.labels().get("calls");
        if (label == null) {
            return credential.relyingParties();
        }
        if (credential.kind() == CredentialKind.DATABASE) {
            return credential.relyingParties().stream()
                    .map(declared -> new RelyingParty(label, declared.address().resolve("/" + label)))
                    .toList();
        }
        var port = ports.get(label);
        if (port == null) {
            throw new IllegalArgumentException(identity.id() + " calls " + label + ", which has no port");
        }
        return List.of(new RelyingParty(label, URI.create("https://127.0.0.1:" + port + "/call")));
    }

    private Caller caller(Identity identity, Credential credential, RelyingParty service) {
        var target = new TargetId(credential.id(), identity.id());
        var own = RandomGeneratorFactory.of("L64X128MixRandom").create(random.nextLong());
        var reload = Reload.of(identity);
        var wallet = new Wallet(
                deliveries.of(credential, identity.id()), reload, Duration.ofMillis(800 + own.nextLong(1_000)));
        return new Caller(target, service, wallet, rhythm(identity, reload, own), habits, counters, clock);
    }

    private static Rhythm rhythm(Identity identity, Reload reload, RandomGenerator random) {
        var cadence = identity.cadence();
        if (reload == Reload.NIGHTLY) {
            return new Rhythm(cadence, cadence, random);
        }
        // Controls call once per cadence with each of their three credentials, the others up to twice.
        return identity.labels().containsKey("ring")
                ? new Rhythm(cadence.dividedBy(2), cadence, random)
                : new Rhythm(
                        cadence.multipliedBy(8).dividedBy(10),
                        cadence.multipliedBy(12).dividedBy(10),
                        random);
    }
}
