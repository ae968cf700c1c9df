package io.nhigovernor.samples.estate.proof;

import io.nhigovernor.governor.GovernorMain;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** A governor as a process of its own, which can be killed and started again. */
public final class GovernorProcess implements AutoCloseable {
    private static final Duration UP_WITHIN = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Site site;
    private final Child.Launch launch;
    private final Api api;
    private final Api approver;
    private Child child;

    private GovernorProcess(Site site, Child.Launch launch) throws IOException {
        this.site = site;
        this.launch = launch;
        this.api =
                new Api(site.governor(), site.token("operator"), site.captures().resolve("governor"));
        this.approver =
                new Api(site.governor(), site.token("approver"), site.captures().resolve("approver"));
        this.child = spawn();
    }

    /** Starts one and waits until it answers. */
    public static GovernorProcess start(Site site, Child.Launch launch) throws IOException, InterruptedException {
        var governor = begin(site, launch);
        governor.awaitUp();
        return governor;
    }

    /** Starts one without waiting for it. */
    public static GovernorProcess begin(Site site, Child.Launch launch) throws IOException {
        return new GovernorProcess(site, launch);
    }

    public Api api() {
        return api;
    }

    /** The same interface, asked by who may approve and waive. */
    public Api approver() {
        return approver;
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() throws InterruptedException {
        child.kill();
    }

    /** Ends it in good order. @return its exit code, or empty if it has not ended in time */
    public OptionalInt stop(Duration within) throws InterruptedException {
        return child.stop(within);
    }

    /** Starts the process again without waiting for it. */
    public void begin() throws IOException {
        child = spawn();
    }

    /** Waits until the API answers. */
    public void awaitUp() throws IOException, InterruptedException {
        long until = System.nanoTime() + UP_WITHIN.toNanos();
        while (!up()) {
            if (!child.alive() || System.nanoTime() > until) {
                throw new IOException("the governor does not come up; its log:\n" + child.log());
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Whether the API answers now. */
    public boolean up() throws InterruptedException {
        try {
            return api.get("/v1/health").has("epoch");
        } catch (IOException e) {
            return false;
        }
    }

    public long pid() {
        return child.pid();
    }

    public boolean alive() {
        return child.alive();
    }

    public String log() throws IOException {
        return child.log();
    }

    private Child spawn() throws IOException {
        return Child.start(
                site.root(),
                "governor",
                launch,
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
