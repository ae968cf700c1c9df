package io.nhigovernor.connectors.vault.logins;

import io.nhigovernor.connectors.vault.database.DatabaseAddress;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.RawSignal.Result;
import io.nhigovernor.spi.RelyingParty;
import java.time.Instant;
import java.util.Optional;

/** What a login is evidence of: in a pair the name of the user is the generation. Knows no clock and no file. */
record LoginSignals(String source, KnownRoles roles, Own own) {
    private static final String PROBE = "own-login";

    /** Which logins are the governor's. */
    interface Own {
        /** By the name that a client gives itself, which the server tells only of those it let in. */
        boolean application(String name);

        /** By where it came from, for those it did not. */
        boolean port(int remote, Instant at);
    }

    /** Evidence that is nobody else's, so that it shows that the log is alive. */
    boolean ours(Login login) {
        return login.result() == Result.OK
                ? own.application(login.application())
                : login.remotePort().isPresent() && own.port(login.remotePort().getAsInt(), login.at());
    }

    /** Empty if it cannot be said to be anybody's. */
    Optional<RawSignal> of(Login login, Instant arrived) {
        return roles.of(login.user())
                .flatMap(known -> known.holder()
                        .map(holder -> new RawSignal(
                                source,
                                login.session(),
                                holder,
                                Optional.of(known.credential().id()),
                                Optional.of(known.generation()),
                                RawSignal.Kind.AUTH,
                                login.result(),
                                login.refusal(),
                                party(known, login.database()),
                                ours(login) ? Optional.of(PROBE) : Optional.empty(),
                                login.at(),
                                arrived)));
    }

    /** The declared one whose database it is, if there is but one. */
    private static Optional<String> party(KnownRoles.Known known, String database) {
        var parties = known.credential().relyingParties().stream()
                .filter(party -> DatabaseAddress.of(party.address())
                        .filter(address -> address.database().equals(database))
                        .isPresent())
                .map(RelyingParty::name)
                .toList();
        return parties.size() == 1 ? Optional.of(parties.getFirst()) : Optional.empty();
    }
}
