package io.nhigovernor.connectors.vault.logins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.RawSignal.Result;
import io.nhigovernor.spi.RelyingParty;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lines mean that a PostgreSQL 18.6 wrote (log_connections = all) while psql logged in, or tried to. */
class LoginSignalsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T14:11:00Z");
    private static final Fingerprint PRIOR = new Fingerprint("generation-1");
    private static final Fingerprint CANDIDATE = new Fingerprint("generation-2");

    /** From there came one of the refused logins. */
    private static final int PROBES_PORT = 43642;

    private final KnownRoles roles = new KnownRoles(true);

    private static Credential credential(String... holders) {
        return new Credential(
                "orders-database",
                CredentialKind.DATABASE,
                List.of(holders),
                ConnectorSettings.of("vault", Map.of()),
                ConnectorSettings.of("vault", Map.of()),
                List.of(
                        new RelyingParty("orders-db", URI.create("postgresql://db.example:5432/orders")),
                        new RelyingParty("reports-db", URI.create("postgresql://db.example:5432/reports"))));
    }

    @Test
    void inAPairTheUserIsTheGenerationAndItsOneHolderIsWhoLogsIn() throws IOException {
        roles.learn(credential("billing"), Map.of("orders_a", PRIOR, "orders_b", CANDIDATE));
        var first = heard(recorded()).getFirst();
        assertThat(first.identity()).isEqualTo("billing");
        assertThat(first.credential()).contains("orders-database");
        assertThat(first.generation()).contains(PRIOR);
        assertThat(first.outcome()).isEqualTo(Result.OK);
        assertThat(first.relyingParty()).contains("orders-db");
        assertThat(first.probe()).isEmpty();
        assertThat(first.at()).isEqualTo(Instant.parse("2026-11-27T14:10:39.243Z"));
    }

    @Test
    void whoWasAuthorizedAndThenRefusedDidNotGetIn() throws IOException {
        roles.learn(credential("billing"), Map.of("orders_b", CANDIDATE));
        assertThat(heard(recorded()))
                .allMatch(signal -> signal.outcome() == Result.FAIL)
                .allMatch(signal -> signal.generation().equals(Optional.of(CANDIDATE)))
                .extracting(signal -> signal.reason().orElseThrow())
                .containsExactly(
                        "the password is wrong (28P01)",
                        "the role may not connect to the database (42501)",
                        "the role has as many sessions as it may have (53300)",
                        "the role may not log in (28000)");
    }

    @Test
    void whatIsTheServersOwnTroubleIsNobodysFailure() throws IOException {
        roles.learn(credential("billing"), Map.of("orders_a", PRIOR));
        assertThat(heard(recorded()))
                .filteredOn(signal -> signal.outcome() == Result.EXCLUDED)
                .singleElement()
                .satisfies(signal -> assertThat(signal.reason()).contains("the server took no session (3D000)"));
    }

    @Test
    void ourProbesAreKnownByTheirNameWhereTheyGotInAndByTheirPortWhereNot() throws IOException {
        roles.learn(credential("billing"), Map.of("orders_a", PRIOR, "orders_b", CANDIDATE));
        var renamed = edited(line -> line.replace("billing api application_name=x", "nhi-governor probe 7"));
        assertThat(heard(renamed))
                .filteredOn(signal -> signal.probe().isPresent())
                .extracting(
                        signal -> signal.outcome() + " " + signal.generation().orElseThrow())
                .containsExactly("OK " + PRIOR, "FAIL " + CANDIDATE);
    }

    @Test
    void aServerThatDoesNotSayWhoIsReadyLetInWhomeverItDidNotRefuseSoon() throws IOException {
        roles.learn(credential("billing"), Map.of("orders_a", PRIOR, "orders_b", CANDIDATE));
        var before18 = without(line -> line.contains("connection ready:") || line.contains("disconnection:"));
        var later = "{\"timestamp\":\"2026-11-27 14:10:42.000 UTC\",\"session_id\":\"x.1\",\"message\":\"checkpoint\"}";
        assertThat(heard(before18))
                .as("nothing was written since")
                .extracting(RawSignal::outcome)
                .doesNotContain(Result.OK);
        assertThat(heard(Stream.concat(before18.stream(), Stream.of(later)).toList()))
                .filteredOn(signal -> signal.outcome() == Result.OK)
                .hasSize(2)
                .allMatch(signal -> signal.generation().equals(Optional.of(PRIOR)));
    }

    @Test
    void aSessionThatIsEndedByAnOperatorIsNoFailedLogin() throws IOException {
        roles.learn(credential("billing"), Map.of("orders_a", PRIOR));
        var ended = edited(line -> line.contains("permission denied for table")
                ? line.replace("\"ERROR\"", "\"FATAL\"").replace("42501", "57P01")
                : line);
        assertThat(heard(ended)).hasSameSizeAs(heard(recorded()));
    }

    @Test
    void ofSeveralHoldersAndOfUsersThatNobodyHasNothingIsSaid() throws IOException {
        assertThat(heard(recorded())).isEmpty();
        roles.learn(credential("billing", "shipping"), Map.of("orders_a", PRIOR, "orders_b", CANDIDATE));
        assertThat(heard(recorded())).isEmpty();
    }

    @Test
    void aRetiredGenerationIsKnownUntilItsRoleStandsForAnother() throws IOException {
        roles.learn(credential("billing"), Map.of("orders_b", PRIOR));
        roles.learn(credential("billing"), Map.of("orders_a", CANDIDATE));
        assertThat(heard(recorded()))
                .filteredOn(signal -> signal.outcome() == Result.FAIL)
                .isNotEmpty()
                .allMatch(signal -> signal.generation().equals(Optional.of(PRIOR)));
    }

    @Test
    void whatIsNoLineOrTellsItsTimeInAZoneOfManyMeaningsIsPassedOver() {
        for (var text : List.of(
                "",
                "LOG:  connection received",
                "{\"timestamp\":\"2026-11-27 14:10:42.000 UTC\"",
                "{\"timestamp\":\"2026-11-27 14:10:42.000 CST\",\"session_id\":\"x.1\"}",
                "{\"timestamp\":\"2026-11-27 14:10:42.000 UTC\"}",
                "{\"timestamp\":{\"a\":[[[[[[[[[[[]]]]]]]]]]]},\"session_id\":\"x.1\"}",
                "[1]")) {
            var bytes = text.getBytes(UTF_8);
            assertThat(ServerLineReader.read(bytes, bytes.length)).as(text).isEmpty();
        }
    }

    private static final class Ours implements LoginSignals.Own {
        @Override
        public boolean application(String name) {
            return name.startsWith("nhi-governor");
        }

        @Override
        public boolean port(int remote, Instant at) {
            return remote == PROBES_PORT;
        }
    }

    private List<RawSignal> heard(List<String> lines) {
        var meaning = new LoginSignals("postgres-log", roles, new Ours());
        var sessions = new Sessions();
        return lines.stream()
                .flatMap(text -> {
                    var bytes = text.getBytes(UTF_8);
                    return ServerLineReader.read(bytes, bytes.length).stream();
                })
                .flatMap(line -> sessions.take(line).stream())
                .flatMap(login -> meaning.of(login, NOW).stream())
                .toList();
    }

    private static List<String> recorded() throws IOException {
        try (var in = Objects.requireNonNull(LoginSignalsTest.class.getResourceAsStream("postgresql-18.json"))) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private static List<String> edited(UnaryOperator<String> edit) throws IOException {
        return recorded().stream().map(edit).toList();
    }

    private static List<String> without(Predicate<String> dropped) throws IOException {
        return recorded().stream().filter(dropped.negate()).toList();
    }
}
