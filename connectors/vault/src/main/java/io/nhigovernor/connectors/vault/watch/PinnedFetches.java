package io.nhigovernor.connectors.vault.watch;

import io.nhigovernor.connectors.vault.audit.Fetched;
import io.nhigovernor.connectors.vault.audit.Fetches;
import io.nhigovernor.connectors.vault.kv.KvDelivery.PinnedReaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who asked for a version of a secret by its number, as the audit log told since the governor started. */
public final class PinnedFetches implements Fetches, PinnedReaders {
    /** Whoever did not ask for so long is not held to be pinned any more. */
    public static final Duration REMEMBERED = Duration.ofHours(24);

    private static final int REMEMBERED_MAX = 100_000;

    private final InstantSource clock;
    private final Map<Pin, Instant> pins = new ConcurrentHashMap<>();

    private record Pin(String path, long version, String reader) {}

    public PinnedFetches(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void fetched(Fetched fetched) {
        if (!fetched.asked() || fetched.version().isEmpty()) {
            return;
        }
        if (pins.size() >= REMEMBERED_MAX) {
            pins.values().removeIf(this::longAgo);
        }
        if (pins.size() < REMEMBERED_MAX) {
            pins.merge(
                    new Pin(fetched.path(), fetched.version().getAsLong(), reader(fetched)),
                    fetched.at(),
                    (before, now) -> now.isAfter(before) ? now : before);
        }
    }

    /** Names, not secrets: what Vault calls the token's holder, and where it called from. */
    private static String reader(Fetched fetched) {
        return fetched.by().displayName().orElse("a reader without a name")
                + fetched.remoteAddress().map(address -> " at " + address).orElse("");
    }

    @Override
    public List<String> of(String mount, String path, List<Long> versions) {
        var whole = mount + "/data/" + path;
        return pins.entrySet().stream()
                .filter(pin -> pin.getKey().path().equals(whole)
                        && versions.contains(pin.getKey().version())
                        && !longAgo(pin.getValue()))
                .map(pin -> pin.getKey().reader())
                .distinct()
                .sorted()
                .toList();
    }

    private boolean longAgo(Instant seen) {
        return seen.isBefore(clock.instant().minus(REMEMBERED));
    }
}
