package io.nhigovernor.proofs.kills;

import io.nhigovernor.samples.estate.proof.Child;
import io.nhigovernor.samples.estate.proof.GovernorProcess;
import io.nhigovernor.samples.estate.proof.LedgerFollower;
import io.nhigovernor.samples.estate.proof.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A governor of the changed copy, which is started again whenever it is found dead, and what it wrote down. */
public final class Life implements AutoCloseable {
    private final Site site;
    private final GovernorProcess governor;
    private final LedgerFollower ledger = new LedgerFollower();
    private int lives = 1;

    /**
     * Starts it, without waiting for it.
     *
     * @param points where it is to die by itself, as {@code point@operation}
     */
    public Life(Site site, Child.Launch copy, List<String> points) throws IOException {
        this.site = site;
        Files.write(ahead(), points);
        this.governor = GovernorProcess.begin(site, launch(copy));
    }

    private Child.Launch launch(Child.Launch copy) {
        var options = new ArrayList<>(copy.options());
        Map.of(
                        CrashPoints.AHEAD, ahead(),
                        CrashPoints.DONE, behind(),
                        CrashPoints.REQUESTS, requestFile(),
                        CrashPoints.DATABASE, site.data().resolve("governor.db"))
                .forEach((name, file) -> options.add("-D" + name + "=" + file));
        return new Child.Launch(copy.classPath(), options);
    }

    private Path ahead() {
        return site.root().resolve("points-ahead");
    }

    private Path behind() {
        return site.root().resolve("points-done");
    }

    /** Where a changed connector of files writes what it was asked. */
    Path requestFile() {
        return site.root().resolve("requests");
    }

    public Site site() {
        return site;
    }

    public GovernorProcess governor() {
        return governor;
    }

    public LedgerFollower ledger() {
        return ledger;
    }

    public int lives() {
        return lives;
    }

    /** Starts the governor again if it is dead. @return whether it was */
    public boolean revive() throws IOException {
        if (governor.alive()) {
            return false;
        }
        lives++;
        governor.begin();
        return true;
    }

    /** The points at which it died by itself so far, as {@code point@operation intent}. */
    public List<String> done() throws IOException {
        return Files.exists(behind()) ? Files.readAllLines(behind()) : new ArrayList<>();
    }

    @Override
    public void close() {
        governor.close();
    }
}
