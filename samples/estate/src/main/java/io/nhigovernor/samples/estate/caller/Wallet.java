package io.nhigovernor.samples.estate.caller;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a caller holds of one credential, and when it reads again. For one thread at a time. */
final class Wallet {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Delivered delivered;
    private final Reload reload;
    private final Duration deployAfter;
    private final Duration apart;
    private Optional<Copy> copy = Optional.empty();
    private Instant nextLook = Instant.MIN;
    private Optional<Instant> deploy = Optional.empty();

    /** @param shown what showed when it was read */
    private record Copy(String shown, Held held) {}

    /** @param deployAfter how long after it was noticed a move is followed by a deploy; for {@link Reload#DEPLOY} only */
    Wallet(Delivered delivered, Reload reload, Duration deployAfter) {
        this.delivered = delivered;
        this.reload = reload;
        this.deployAfter = deployAfter;
        this.apart = reload == Reload.POLL && delivered.apart().compareTo(POLL) < 0 ? POLL : delivered.apart();
    }

    /**
     * What the caller would present at {@code now}.
     *
     * @param frozen whether it never reads again what it has
     * @throws IOException if nothing readable was ever delivered
     */
    Held at(Instant now, boolean frozen) throws IOException {
        if (copy.isEmpty()) {
            return read(now, delivered.shown());
        }
        var known = copy.get();
        if (frozen) {
            return known.held();
        }
        try {
            return switch (reload) {
                case NIGHTLY -> read(now, delivered.shown());
                case WATCH, POLL -> now.isBefore(nextLook) ? known.held() : readIfMoved(now, known);
                case DEPLOY -> deployed(now, known);
            };
        } catch (IOException e) {
            // The directory may go away between the look and the read; the next call looks again.
            return known.held();
        }
    }

    private Held readIfMoved(Instant now, Copy known) throws IOException {
        var shown = delivered.shown();
        nextLook = now.plus(apart);
        return shown.equals(known.shown()) ? known.held() : read(now, shown);
    }

    private Held deployed(Instant now, Copy known) throws IOException {
        if (deploy.isEmpty() && !now.isBefore(nextLook)) {
            nextLook = now.plus(apart);
            if (!delivered.shown().equals(known.shown())) {
                deploy = Optional.of(now.plus(deployAfter));
            }
        }
        if (deploy.isPresent() && !now.isBefore(deploy.get())) {
            deploy = Optional.empty();
            return read(now, delivered.shown());
        }
        return known.held();
    }

    private Held read(Instant now, String shown) throws IOException {
        var held = delivered.read(shown);
        copy = Optional.of(new Copy(shown, held));
        nextLook = now.plus(apart);
        return held;
    }
}
