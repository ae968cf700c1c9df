package io.nhigovernor.proofs.kills.vault;

import io.nhigovernor.governor.GovernorMain;
import io.nhigovernor.proofs.kills.Driving;
import io.nhigovernor.proofs.kills.Life;
import io.nhigovernor.proofs.kills.Rotations;
import io.nhigovernor.samples.estate.proof.Child;
import io.nhigovernor.samples.estate.proof.FastStart;
import io.nhigovernor.samples.estate.proof.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A governor of the changed copy with its part of the backends, and the consumers of what it governs. */
final class VaultWorld implements AutoCloseable {
    private static final Map<String, String> ENGINE = Map.of(
            "tick", "PT0.1S",
            "requestDeadline", "PT2S",
            "horizon", "PT0.2S",
            "retryDelay", "PT0.1S",
            "retryDelayMax", "PT0.5S",
            "reassertFor", "PT0.6S",
            "reassertEvery", "PT0.3S");

    private static final Duration ADOPTED_WITHIN = Duration.ofSeconds(180);
    private static final Duration TRAINED_AFTER = Duration.ofSeconds(5);
    private static final Duration BASELINE = Duration.ofMillis(2_500);

    private final Cast cast;
    private final Backends backends;
    private final Instant adopted;
    private final Life life;
    private final Consumers consumers;

    private VaultWorld(Cast cast, Backends backends, Site site, Child.Launch copy, List<String> points)
            throws IOException {
        this.cast = cast;
        this.backends = backends;
        this.adopted = Instant.now();
        this.life = new Life(site, copy, points);
        this.consumers = new Consumers(backends, cast, site);
    }

    /** @param points where the governor is to die by itself */
    static VaultWorld open(Path root, Cast cast, Backends backends, Child.Launch copy, List<String> points)
            throws Exception {
        var site = adopted(root, cast, backends, copy);
        var world = new VaultWorld(cast, backends, site, copy, points);
        try {
            world.awaitBaseline();
        } catch (IOException | InterruptedException | RuntimeException e) {
            world.close();
            throw e;
        }
        return world;
    }

    /** A site whose credentials are under the governor. */
    private static Site adopted(Path root, Cast cast, Backends backends, Child.Launch copy)
            throws IOException, GeneralSecurityException, SQLException, InterruptedException {
        var site = Site.make(root, ENGINE, made -> backends.section(cast.world(), made.home()));
        cast.into(
                site.documents(),
                new Cast.Places(backends.party.address(), backends.vault.address(), backends.postgres.address()));
        backends.layOut(cast);
        try (var adopting = Child.start(
                site.root(),
                "adopt",
                copy,
                GovernorMain.class,
                "adopt",
                "--config",
                site.configuration().toString(),
                site.documents().toString())) {
            var exit = adopting.end(ADOPTED_WITHIN);
            if (exit.orElse(-1) != 0) {
                throw new IOException("adopting ended with " + exit + ":\n" + adopting.log());
            }
        }
        return site;
    }

    /** A life in good order that sees a bit of everything, by which later ones start faster. */
    static void train(Path root, Cast cast, Backends backends, Child.Launch launch)
            throws IOException, GeneralSecurityException, InterruptedException {
        try (var world =
                new VaultWorld(cast, backends, adopted(root, cast, backends, Child.Launch.USUAL), launch, List.of())) {
            world.awaitBaseline();
            new Driving(world.life(), new Rotations(Cast.families()), TRAINED_AFTER).during(TRAINED_AFTER);
            FastStart.ended(world.life().governor());
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** The documents are applied, and there are signals for as long as the ring plans ask. */
    private void awaitBaseline() throws IOException, InterruptedException {
        var governor = life.governor();
        governor.awaitUp();
        governor.api().apply(life.site().documents());
        while (governor.api().get("/v1/health").path("signalsTaken").asLong() == 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.MILLISECONDS.sleep(BASELINE.toMillis());
    }

    Cast cast() {
        return cast;
    }

    Backends backends() {
        return backends;
    }

    /** Since when everything is the governor's doing. */
    Instant since() {
        return adopted;
    }

    Life life() {
        return life;
    }

    Consumers consumers() {
        return consumers;
    }

    @Override
    public void close() {
        consumers.close();
        life.close();
    }
}
