package io.nhigovernor.proofs.kills;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.Enrolled;
import io.nhigovernor.samples.estate.proof.Api;
import io.nhigovernor.samples.estate.proof.Child;
import io.nhigovernor.samples.estate.proof.GovernorProcess;
import io.nhigovernor.samples.estate.proof.Outside;
import io.nhigovernor.samples.estate.proof.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One estate with a governor of the changed copy, which is started again whenever it is found dead. */
final class World implements AutoCloseable {
    private static final Map<String, String> ENGINE = Map.of(
            "tick", "PT0.1S",
            "requestDeadline", "PT1S",
            "horizon", "PT0.2S",
            "retryDelay", "PT0.1S",
            "retryDelayMax", "PT1S",
            "reassertFor", "PT1S",
            "reassertEvery", "PT0.4S");

    private final Child estateProcess;
    private final Api estate;
    private final Life life;
    private final Outside outside;

    private World(Site site, Child.Launch copy, List<String> points) throws IOException {
        this.outside = new Outside(site.home());
        this.estateProcess = Child.estate(site);
        this.estate = new Api(site.control(), "", site.captures().resolve("estate"));
        this.life = new Life(site, copy, points);
    }

    /** Something to be done to the empty folder of a world first. */
    interface Preparation {
        void prepare(Site site) throws IOException, InterruptedException;
    }

    /** @param points where the governor is to die by itself, as {@code point@operation} */
    static World open(Path root, Child.Launch copy, List<String> points, Preparation preparation)
            throws IOException, GeneralSecurityException, InterruptedException {
        var site = Site.make(root, ENGINE);
        preparation.prepare(site);
        Cast.into(site.documents(), site.ports());
        Enrolled.in(site.home(), site.keyFile(), site.documents());
        var world = new World(site, copy, points);
        try {
            world.awaitBaseline();
        } catch (IOException | InterruptedException | RuntimeException e) {
            world.close();
            throw e;
        }
        return world;
    }

    /** The documents are applied, and there are signals for as long as the ring plans ask. */
    private void awaitBaseline() throws IOException, InterruptedException {
        var governor = life.governor();
        governor.awaitUp();
        governor.api().apply(life.site().documents());
        while (governor.api().get("/v1/health").path("signalsTaken").asLong() == 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.MILLISECONDS.sleep(4_500);
    }

    Life life() {
        return life;
    }

    GovernorProcess governor() {
        return life.governor();
    }

    Outside outside() {
        return outside;
    }

    RequestLog requests() throws IOException {
        return RequestLog.read(life.requestFile());
    }

    /** Identity, credential, counts: what the callers themselves counted. */
    JsonNode counters() throws IOException, InterruptedException {
        return estate.get("/counters").path("identities");
    }

    @Override
    public void close() {
        life.close();
        estateProcess.close();
        estate.close();
    }
}
