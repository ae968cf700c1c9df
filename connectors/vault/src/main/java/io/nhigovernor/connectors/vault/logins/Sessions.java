package io.nhigovernor.connectors.vault.logins;

import io.nhigovernor.spi.RawSignal.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the lines of a session together. {@code connection authorized} does not say that a client got in: the server looks only
 * afterwards whether the role may log in, connect to that database, and have one more session. Since version 18
 * {@code connection ready} says it; before, that nothing else follows. Knows no clock: time goes on as lines come. One thread at a time.
 */
final class Sessions {
    /** Within it the server has refused whom it authorized, or lets him in. */
    static final Duration REFUSED_WITHIN = Duration.ofSeconds(2);

    private static final int OPEN_MAX = 10_000;
    private static final String AUTHORIZED = "connection authorized:";
    private static final String READY = "connection ready:";
    private static final String DISCONNECTED = "disconnection:";
    private static final String APPLICATION = " application_name=";

    private final Map<String, ServerLine> authorized = new LinkedHashMap<>();
    private final LinkedHashSet<String> ended = new LinkedHashSet<>();

    /** What this line shows: of its own session, and of others that it shows to be old enough. */
    List<Login> take(ServerLine line) {
        List<Login> logins = new ArrayList<>(old(line.at()));
        if (line.user().isEmpty() || ended.contains(line.session())) {
            return logins;
        }
        if (line.fatal()) {
            authorized.remove(line.session());
            logins.add(refused(line));
            end(line.session());
        } else if (line.message().startsWith(READY)) {
            authorized.remove(line.session());
            logins.add(letIn(line, line.application()));
            end(line.session());
        } else if (line.message().startsWith(AUTHORIZED)) {
            authorized.put(line.session(), line);
            if (authorized.size() > OPEN_MAX) {
                var oldest = authorized.values().iterator();
                logins.add(letIn(oldest.next()));
                oldest.remove();
            }
        } else if (line.message().startsWith(DISCONNECTED)) {
            Optional.ofNullable(authorized.remove(line.session())).ifPresent(known -> logins.add(letIn(known)));
            end(line.session());
        }
        return logins;
    }

    private List<Login> old(Instant now) {
        List<Login> logins = new ArrayList<>();
        Iterator<ServerLine> oldest = authorized.values().iterator();
        while (oldest.hasNext()) {
            ServerLine line = oldest.next();
            if (line.at().plus(REFUSED_WITHIN).isAfter(now)) {
                break;
            }
            oldest.remove();
            logins.add(letIn(line));
            end(line.session());
        }
        return logins;
    }

    private void end(String session) {
        ended.add(session);
        if (ended.size() > OPEN_MAX) {
            ended.removeFirst();
        }
    }

    private static Login refused(ServerLine line) {
        var why = Refusals.of(line);
        return new Login(
                line.session(),
                line.user(),
                line.database(),
                "",
                line.remotePort(),
                why.result(),
                Optional.of(why.words()),
                line.at());
    }

    private static Login letIn(ServerLine authorized) {
        int from = authorized.message().indexOf(APPLICATION);
        return letIn(authorized, from < 0 ? "" : authorized.message().substring(from + APPLICATION.length()));
    }

    private static Login letIn(ServerLine line, String application) {
        return new Login(
                line.session(),
                line.user(),
                line.database(),
                application,
                line.remotePort(),
                Result.OK,
                Optional.empty(),
                line.at());
    }
}
