package io.nhigovernor.samples.estate.proof;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A kill inside a proof: the way to the relying party is shut, so that the governor's own login is under way and stays so. */
final class ProofTrap implements Trap {
    private final Relay relay;
    private final String purpose;
    private final Predicate<Entry> from;
    private final Order afterwards;
    private boolean set;
    private boolean done;

    /** What is asked of the next life. */
    interface Order {
        void give(Api api) throws IOException, InterruptedException;
    }

    /** @param from the entry after which the way is shut */
    ProofTrap(Relay relay, String purpose, Predicate<Entry> from, Order afterwards) {
        this.relay = relay;
        this.purpose = purpose;
        this.from = from;
        this.afterwards = afterwards;
    }

    @Override
    public void see(List<Entry> fresh) {
        if (!done && !set && fresh.stream().anyMatch(from)) {
            relay.shut();
            set = true;
        }
    }

    @Override
    public Optional<String> sprung(List<Entry> open) {
        return set && relay.arrived() ? Optional.of("PROVE " + purpose) : Optional.empty();
    }

    @Override
    public void strike(GovernorProcess governor) throws InterruptedException {
        governor.kill();
        set = false;
        done = true;
    }

    /** The way opens only now, so that the order comes before whatever would follow a proof. */
    @Override
    public void afterwards(Api api) throws IOException, InterruptedException {
        afterwards.give(api);
        relay.open();
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public String toString() {
        return "PROVE " + purpose;
    }
}
