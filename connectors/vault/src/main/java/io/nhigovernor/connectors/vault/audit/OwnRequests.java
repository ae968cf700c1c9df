package io.nhigovernor.connectors.vault.audit;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Our own calls, by the token that came with the request. A login's response bears the token that came of it, or none; so the
 * governor sends its own token with its probing logins, and their request lines tell whose they are.
 */
public final class OwnRequests implements OwnTraffic {
    private static final int REMEMBERED_MAX = 10_000;

    private final Supplier<Tokens> tokens;
    private final LinkedHashSet<String> requests = new LinkedHashSet<>();

    /**
     * Whose tokens are ours.
     *
     * @param entities ids, in clear
     * @param accessors as the devices write them
     */
    public record Tokens(Set<String> entities, Set<String> accessors) {
        public Tokens {
            entities = Set.copyOf(entities);
            accessors = Set.copyOf(accessors);
        }
    }

    /** @param tokens what is known at the moment; a governor logs in again now and then */
    public OwnRequests(Supplier<Tokens> tokens) {
        this.tokens = tokens;
    }

    @Override
    public void asked(AuditLine request) {
        if (withOurToken(request)) {
            requests.add(request.requestId());
            if (requests.size() > REMEMBERED_MAX) {
                requests.removeFirst();
            }
        }
    }

    @Override
    public boolean ours(AuditLine response) {
        return requests.contains(response.requestId()) || withOurToken(response);
    }

    private boolean withOurToken(AuditLine line) {
        var known = tokens.get();
        return line.caller().entityId().filter(known.entities()::contains).isPresent()
                || line.caller().accessor().filter(known.accessors()::contains).isPresent();
    }
}
