package io.nhigovernor.connectors.vault.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Our own calls: by our token's entity or accessor, and logins, which bear no token of ours, by request id. A login is announced
 * before it is made, because its line is written before its answer, with the request id, comes back.
 */
public final class OwnCalls implements OwnTraffic {
    private static final int REMEMBERED_MAX = 10_000;

    private final Set<String> entities;
    private final Set<String> accessors;
    private final Duration patience;
    private final InstantSource clock;
    private final Map<String, String> probes = new LinkedHashMap<>();
    private final Map<Call, Instant> underWay = new HashMap<>();

    /**
     * @param entities our token's entity ids
     * @param accessors our token's accessors as the devices write them
     * @param patience how long the answer of a call may take at most, or come not at all
     */
    public OwnCalls(Set<String> entities, Set<String> accessors, Duration patience, InstantSource clock) {
        this.entities = Set.copyOf(entities);
        this.accessors = Set.copyOf(accessors);
        this.patience = patience;
        this.clock = clock;
    }

    /** A login of ours that is under way. Without {@link #answered} it stays so until the patience ends. */
    public final class Call {
        private final String path;
        private final String probe;

        private Call(String path, String probe) {
            this.path = path;
            this.probe = probe;
        }

        /** @param requestId as Vault's answer says */
        public void answered(String requestId) {
            came(this, requestId);
        }
    }

    /** @param path such as {@code auth/approle/login} */
    public synchronized Call announce(String path, String probe) {
        var call = new Call(path, probe);
        underWay.put(call, clock.instant().plus(patience));
        return call;
    }

    private synchronized void came(Call call, String requestId) {
        underWay.remove(call);
        probes.put(requestId, call.probe);
        Iterator<String> oldest = probes.keySet().iterator();
        while (probes.size() > REMEMBERED_MAX) {
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public synchronized Whose whose(AuditLine line) {
        String probe = probes.get(line.requestId());
        if (probe != null) {
            return new Whose.Ours(probe);
        }
        if (line.caller().entityId().filter(entities::contains).isPresent()
                || line.caller().accessor().filter(accessors::contains).isPresent()) {
            return new Whose.Ours("own-call");
        }
        underWay.values().removeIf(clock.instant()::isAfter);
        return underWay.keySet().stream().anyMatch(call -> call.path.equals(line.path()))
                ? new Whose.NotYetKnown()
                : new Whose.Others();
    }
}
