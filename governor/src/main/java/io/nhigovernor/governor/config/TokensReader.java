package io.nhigovernor.governor.config;

import io.nhigovernor.governor.api.Scope;
import io.nhigovernor.governor.api.Token;
import io.nhigovernor.governor.wire.Fields;
import io.nhigovernor.governor.wire.Text;
import io.nhigovernor.spi.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tokens a configuration lists: at least one, each name and each value once. */
final class TokensReader {
    private static final int TEXT_MAX = 200;

    private TokensReader() {}

    static List<Token> read(Fields config) {
        List<Token> tokens = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> digests = new HashSet<>();
        for (Fields fields : config.objects("tokens")) {
            token(fields).ifPresent(token -> {
                if (!names.add(token.name())) {
                    fields.bad("name", "is given to two tokens", "Name each token once: the ledger names it.");
                }
                if (!digests.add(token.sha256())) {
                    fields.bad("sha256", "is given to two tokens", "Give each token its own value.");
                }
                tokens.add(token);
            });
        }
        if (!config.has("tokens")
                || (config.node().get("tokens").isArray()
                        && config.node().get("tokens").isEmpty())) {
            config.missing("tokens");
        }
        return tokens;
    }

    private static Optional<Token> token(Fields fields) {
        String name = fields.text("name", TEXT_MAX);
        boolean good = !name.isEmpty();
        if (good && !Names.valid(name)) {
            fields.bad("name", "must use " + Names.RULE, "Rename it.");
            good = false;
        } else if (good && Token.reserved(name)) {
            fields.bad(
                    ConfigReader.RESERVED_NAME,
                    "name",
                    "is reserved: the ledger calls the governor itself, and schedules, so",
                    "Rename it.");
            good = false;
        }
        Set<Scope> scopes = new LinkedHashSet<>();
        for (String text : fields.texts("scopes", TEXT_MAX)) {
            Optional<Scope> scope = Scope.parse(text);
            if (scope.isEmpty()) {
                fields.bad(
                        "scopes",
                        "holds " + Text.printable(text, 60) + ", which is no scope",
                        "Use read, operate, approve or signal:<source>.");
            }
            scope.ifPresent(scopes::add);
        }
        long sources = scopes.stream().filter(Scope.Signal.class::isInstance).count();
        if (!fields.has("scopes")) {
            fields.missing("scopes");
        } else if (sources > 1) {
            fields.bad("scopes", "names two signal sources", "Make one token for each source.");
        }
        String sha256 = fields.text("sha256", TEXT_MAX);
        if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{64}")) {
            fields.bad(
                    "sha256",
                    "must be 64 lower-case hex digits",
                    "Print it with: printf %s \"$(cat token)\" | sha256sum");
            good = false;
        }
        Set<String> identities = new LinkedHashSet<>(fields.texts("identities", TEXT_MAX));
        if (sources == 1 && identities.isEmpty()) {
            fields.bad("identities", "is empty", "List the identities it may report about, or [\"*\"] for all.");
        }
        fields.end();
        return good && sources <= 1 && !sha256.isEmpty()
                ? Optional.of(new Token(name, scopes, sha256, identities))
                : Optional.empty();
    }
}
