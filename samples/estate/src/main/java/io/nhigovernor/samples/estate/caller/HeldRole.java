package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;

/** User and password of a database; each call is a session there. Never printed. */
final class HeldRole extends HeldLogin {
    private static final String SECONDS = "3";
    private static final String NOBODY_LISTENS = "08001";

    /** Wrong password, may not log in, may not connect, has too many sessions. */
    private static final Set<String> REFUSED = Set.of("28P01", "28000", "42501", "53300");

    private final String user;
    private final String password;

    HeldRole(Fingerprint fingerprint, String user, String password, LoginWitness witness) {
        super(fingerprint, LoginWitness.Verifier.POSTGRES, witness);
        this.user = user;
        this.password = password;
    }

    @Override
    CallResult login(RelyingParty service, TargetId target) {
        var login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("ApplicationName", target.identity());
        // Else it is not in the line that the server writes about the login.
        login.setProperty("assumeMinServerVersion", "9.0");
        login.setProperty("loginTimeout", SECONDS);
        login.setProperty("socketTimeout", SECONDS);
        login.setProperty("sslmode", "disable");
        try (var session = DriverManager.getConnection("jdbc:" + service.address(), login);
                var statement = session.createStatement()) {
            statement.execute("SELECT 1");
            return CallResult.OK;
        } catch (SQLException e) {
            var state = e.getSQLState() == null ? "" : e.getSQLState();
            if (REFUSED.contains(state)) {
                return CallResult.FAIL;
            }
            return state.equals(NOBODY_LISTENS) ? CallResult.REFUSED : CallResult.EXCLUDED;
        }
    }
}
