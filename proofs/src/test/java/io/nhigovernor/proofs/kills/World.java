package io.nhigovernor.proofs.kills;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.Enrolled;
import io.nhigovernor.samples.estate.proof.Api;
import io.nhigovernor.samples.estate.proof.Child;
import io.nhigovernor.samples.estate.proof.GovernorProcess;
import io.nhigovernor.samples.estate.proof.LedgerFollower;
import io.nhigovernor.samples.estate.proof.Outside;
import io.nhigovernor.samples.estate.proof.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
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

    private final Site site;
    private final Child estateProcess;
    private final Api estate;
    private final GovernorProcess governor;
    private final LedgerFollower ledger = new LedgerFollower();
    private final Outside outside;
    private int lives = 1;

    private World(Site site, Child.Launch launch) throws IOException {
        this.site = site;
        this.outside = new Outside(site.home());
        this.estateProcess = Child.estate(site);
        this.estate = new Api(site.control(), "", site.captures().resolve("estate"));
        this.governor = GovernorProcess.begin(site, launch);
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
        Files.write(ahead(site), points);
        var world = new World(site, launch(site, copy));
        try {
            world.awaitBaseline();
        } catch (IOException | InterruptedException | RuntimeException e) {
            world.close();
            throw e;
        }
        return world;
    }

    private static Child.Launch launch(Site site, Child.Launch copy) {
        var options = new ArrayList<>(copy.options());
        Map.of(
                        CrashPoints.AHEAD, ahead(site),
                        CrashPoints.DONE, done(site),
                        CrashPoints.REQUESTS, requests(site),
                        CrashPoints.DATABASE, site.data().resolve("governor.db"))
                .forEach((name, file) -> options.add("-D" + name + "=" + file));
        return new Child.Launch(copy.classPath(), options);
    }

    private static Path ahead(Site site) {
        return site.root().resolve("points-ahead");
    }

    private static Path done(Site site) {
        return site.root().resolve("points-done");
    }

    private static Path requests(Site site) {
        return site.root().resolve("requests");
    }

    /** The documents are applied, and there are signals for as long as the ring plans ask. */
    private void awaitBaseline() throws IOException, InterruptedException {
        governor.awaitUp();
        governor.api().apply(site.documents());
        while (governor.api().get("/v1/health").path("signalsTaken").asLong() == 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.MILLISECONDS.sleep(4_500);
    }

    Site site() {
        return site;
    }

    GovernorProcess governor() {
        return governor;
    }

    LedgerFollower ledger() {
        return ledger;
    }

    Outside outside() {
        return outside;
    }

    int lives() {
        return lives;
    }

    /** Starts the governor again if it is dead. @return whether it was */
    boolean revive() throws IOException {
        if (governor.alive()) {
            return false;
        }
        lives++;
        governor.begin();
        return true;
    }

    /** The points at which it died by itself so far, as {@code point@operation intent}. */
    List<String> done() throws IOException {
        return Files.exists(done(site)) ? Files.readAllLines(done(site)) : new ArrayList<>();
    }

    RequestLog requests() throws IOException {
        return RequestLog.read(requests(site));
    }

    /** Identity, credential, counts: what the callers themselves counted. */
    JsonNode counters() throws IOException, InterruptedException {
        return estate.get("/counters").path("identities");
    }

    @Override
    public void close() {
        governor.close();
        estateProcess.close();
        estate.close();
    }
}
