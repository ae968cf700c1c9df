package io.nhigovernor.samples.estate.proof;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One planned moment at which the governor is killed. */
interface Trap {
    /** Shows it what the ledger says anew, so that it can set itself in time. */
    void see(List<Entry> fresh) throws IOException;

    /** What the governor is inside of now, if this is the moment. */
    Optional<String> sprung(List<Entry> open);

    /** Kills it there, and clears the way for the next life. */
    void strike(GovernorProcess governor) throws IOException, InterruptedException;

    /** Something to say to the next life, at once. */
    void afterwards(Api api) throws IOException, InterruptedException;

    boolean done();
}
