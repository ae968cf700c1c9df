package io.nhigovernor.connectors.vault.database;

import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.spi.Material;
import java.io.IOException;

/** Takes a pair under the governor: the role that consumers use stays as it is, the other may not log in any more. */
public final class PairAdoption {
    private final Pair pair;
    private final Roles database;
    private final Readiness readiness;

    public PairAdoption(DatabaseVerifier.Order order) {
        this.pair = order.pair();
        this.database = new Roles(order.login());
        this.readiness = new Readiness(pair, order.roles(), database);
    }

    /** Where nothing is delivered yet: role A becomes the one that consumers will use. */
    public Evidence.DatabaseRole first(Deadline deadline) throws IOException {
        var fit = fit(pair.roleB(), deadline);
        known(database.allow(fit.passive().username(), false, deadline));
        known(database.allow(fit.active().username(), true, deadline));
        return evidence(fit.active());
    }

    /** @param material as consumers read it: its public part names the role */
    public Evidence.DatabaseRole found(Material material, Deadline deadline) throws IOException {
        var named = material.publicPart()
                .flatMap(PairedRole::of)
                .orElseThrow(() -> new IOException("what consumers read names no role"));
        if (!pair.has(named.role())) {
            throw new IOException("consumers use the static role " + named.role() + ", which is neither " + pair.roleA()
                    + " nor " + pair.roleB());
        }
        var fit = fit(pair.other(named.role()), deadline);
        var active = fit.active().username();
        if (!named.username().orElse(active).equals(active)) {
            throw new IOException("consumers of " + named.role() + " are told the username "
                    + named.username().orElse("") + ", but it is " + active);
        }
        var standing = known(database.standing(active, deadline));
        if (standing.filter(Standing::login).isEmpty()) {
            throw new IOException("consumers use the role " + active + ", which may not log in; repair that first");
        }
        known(database.allow(fit.passive().username(), false, deadline));
        return evidence(fit.active());
    }

    private Readiness.Fit fit(String passive, Deadline deadline) throws IOException {
        return known(readiness.of(passive, deadline));
    }

    private static Evidence.DatabaseRole evidence(StaticRole role) {
        return new Evidence.DatabaseRole(role.name(), role.username(), role.rotation(), false);
    }

    private static <T> T known(Told<T> told) throws IOException {
        return switch (told) {
            case Told.Known<T> known -> known.value();
            case Told.Failed<T> failed -> throw new IOException(failed.trouble().reason());
        };
    }
}
