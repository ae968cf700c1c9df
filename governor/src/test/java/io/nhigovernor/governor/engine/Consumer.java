package io.nhigovernor.governor.engine;

import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.Target;
import java.time.Duration;

/** Reads its delivery, reloads late, calls about once a second. */
final class Consumer {
    private static final Duration PROMPTLY = Duration.ofMillis(900);

    final Target target;
    /** A cache is refreshed when its time to live is over, which is no longer than this. */
    final Duration life;

    Fingerprint using;
    /** Whether it ever reads its delivery again. */
    boolean follows = true;
    /** Whether what it calls is heard of. */
    boolean heard = true;
    /** For how long it goes on with what it read. */
    Duration cached = Duration.ZERO;
    /** Calls refused because what it called with is not accepted. */
    int lockedOut;
    /** Calls refused for any reason. */
    int failed;

    private final Simulation world;

    Consumer(Simulation world, Target target) {
        this(world, target, PROMPTLY);
    }

    Consumer(Simulation world, Target target, Duration life) {
        this.world = world;
        this.target = target;
        this.life = life;
        this.using = world.pointer(target).generation();
    }

    void reloadForever() {
        int longest = (int) life.toMillis();
        world.after(Duration.ofMillis(world.random.nextInt(longest / 9, longest)), () -> {
            Fingerprint now = world.pointer(target).generation();
            if (follows && !now.equals(using)) {
                if (cached.isZero()) {
                    take(now);
                } else {
                    world.after(cached, () -> take(now));
                }
            }
            reloadForever();
        });
    }

    boolean onPrior() {
        return using.equals(world.first(target.credential().id()));
    }

    private void take(Fingerprint read) {
        using = read;
        world.outsideChanged();
    }

    void callForever() {
        world.after(Duration.ofMillis(world.random.nextInt(400, 900)), () -> {
            call();
            callForever();
        });
    }

    private void call() {
        if (world.silent.contains(target.identity())) {
            return;
        }
        String credential = target.credential().id();
        boolean refused = world.brokenWithCandidate.contains(target.identity()) && !onPrior();
        boolean accepted = world.backend.acceptsNow(credential, using);
        lockedOut += accepted ? 0 : 1;
        failed += accepted && !refused ? 0 : 1;
        if (heard) {
            world.heard(target.id(), using, accepted && !refused ? RawSignal.Result.OK : RawSignal.Result.FAIL);
        }
    }
}
