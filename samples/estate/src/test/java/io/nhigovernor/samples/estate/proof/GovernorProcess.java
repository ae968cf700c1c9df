package io.nhigovernor.samples.estate.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.GovernorMain;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A governor as a process of its own, which can be killed and started again. */
final class GovernorProcess implements AutoCloseable {
    private static final Duration UP_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Site site;
    private final Api api;
    private Child child;

    private GovernorProcess(Site site) throws IOException {
        this.site = site;
        this.api =
                new Api(site.governor(), site.token("operator"), site.captures().resolve("governor"));
        this.child = spawn();
    }

    /** Starts one and waits until it answers. */
    static GovernorProcess start(Site site) throws IOException, InterruptedException {
        var governor = new GovernorProcess(site);
        governor.awaitUp();
        return governor;
    }

    Api api() {
        return api;
    }

    /** SIGKILL; returns when it is dead. */
    void kill() throws InterruptedException {
        child.kill();
    }

    /** Starts the process again without waiting for it. */
    void begin() throws IOException {
        child = spawn();
    }

    /** Waits until the API answers. */
    void awaitUp() throws IOException, InterruptedException {
        long until = System.nanoTime() + UP_WITHIN.toNanos();
        while (health() == null) {
            if (!child.alive() || System.nanoTime() > until) {
                throw new IOException("the governor does not come up; its log:\n" + child.log());
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private @org.jspecify.annotations.Nullable JsonNode health() throws InterruptedException {
        try {
            return api.get("/v1/health");
        } catch (IOException e) {
            return null;
        }
    }

    boolean alive() {
        return child.alive();
    }

    String log() throws IOException {
        return child.log();
    }

    private Child spawn() throws IOException {
        return Child.start(
                site.root(),
                "governor",
                GovernorMain.class,
                "serve",
                "--config",
                site.configuration().toString());
    }

    @Override
    public void close() {
        child.close();
        api.close();
    }
}
