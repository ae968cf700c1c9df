package io.nhigovernor.connectors.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.connectors.vault.audit.AuditSignals.Meaning;
import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class AuditSignalsTest {
    private static final Instant ARRIVED = Instant.parse("2026-11-27T11:33:00Z");
    private final AuditSignals signals = new AuditSignals("vault-audit", RealLines.hashes(), RealLines.owners());

    @Test
    void aLoginNamesTheGenerationThatItsSecretIdBears() {
        AuditLine line = login(any -> any.loggedIn().isPresent());
        assertThat(signal(line))
                .isEqualTo(new RawSignal(
                        "vault-audit",
                        line.requestId(),
                        "billing",
                        Optional.of("approle/billing"),
                        Optional.of(RealLines.PRIOR),
                        RawSignal.Kind.AUTH,
                        RawSignal.Result.OK,
                        Optional.empty(),
                        Optional.of("auth/approle"),
                        Optional.empty(),
                        line.time(),
                        ARRIVED));
    }

    @Test
    void aWrongSecretIdIsLabelledByItsHash() {
        RawSignal failed = signal(login(line -> line.error().equals(Optional.of("invalid credentials"))));
        assertThat(failed.outcome()).isEqualTo(RawSignal.Result.FAIL);
        assertThat(failed.identity()).isEqualTo("billing");
        assertThat(failed.credential()).contains("approle/billing");
        assertThat(failed.generation()).contains(RealLines.CANDIDATE);
        assertThat(failed.reason()).contains("invalid credentials: candidate");
    }

    @Test
    void whoLockedTheRoleOutMakesThePriorFailToo() {
        RawSignal failed = signal(login(line -> line.error().equals(Optional.of("permission denied"))));
        assertThat(failed.outcome()).isEqualTo(RawSignal.Result.FAIL);
        assertThat(failed.generation()).contains(RealLines.PRIOR);
        assertThat(failed.reason()).contains("permission denied: prior");
    }

    /** Such a line has no error of its own, and the caller's own token in it says {@code generation: gen-prior-1}. */
    @Test
    void theTokenThatCameWithAFailedLoginIsNotWhoTriedToLogIn() {
        AuditLine missing = login(line -> line.error().isEmpty()
                && line.answer().refused()
                && !line.requestData().containsKey("secret_id"));
        assertThat(missing.caller().metadata()).containsEntry("generation", "gen-prior-1");
        RawSignal failed = signal(missing);
        assertThat(failed.generation()).isEmpty();
        assertThat(failed.identity()).isEqualTo("billing");
        assertThat(failed.reason()).contains("refused by the mount: neither prior nor candidate");
    }

    @Test
    void aValueNobodyKnowsIsNeitherAndAnUnknownRoleIsNobody() {
        var strangers = new AuditSignals(
                "vault-audit",
                new AuditHashes() {
                    @Override
                    public Optional<KnownSecret> secret(String device, String hash) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<String> role(String device, String mount, String hash) {
                        return RealLines.hashes().role(device, mount, hash);
                    }
                },
                RealLines.owners());
        AuditLine line = login(any -> any.error().equals(Optional.of("invalid credentials")));
        assertThat(strangers.of(line, RealLines.DEVICE, Optional.empty(), ARRIVED))
                .isInstanceOfSatisfying(Meaning.Login.class, login -> {
                    assertThat(login.signal().generation()).isEmpty();
                    assertThat(login.signal().reason()).contains("invalid credentials: neither prior nor candidate");
                });
        assertThat(strangers.of(line, "other-device", Optional.empty(), ARRIVED))
                .isEqualTo(new Meaning.Unattributed());
    }

    @Test
    void aRoleOfOneIdentitySpeaksForNoOther() {
        Owners others = (mount, role) -> Optional.of(new Owners.Owner("payments", Optional.empty()));
        var meaning = new AuditSignals("vault-audit", RealLines.hashes(), others)
                .of(login(line -> line.loggedIn().isPresent()), RealLines.DEVICE, Optional.empty(), ARRIVED);
        assertThat(meaning).isEqualTo(new Meaning.Unattributed());
    }

    @Test
    void withoutAnIdentityInItsMetadataTheRolesOwnerIsMeant() {
        AuditLine line = RealLines.read(
                "{\"time\":\"2026-11-27T11:32:48Z\",\"type\":\"response\",\"request\":{\"id\":\"r1\",\"operation\":\"update\","
                        + "\"path\":\"auth/approle/login\",\"mount_point\":\"auth/approle/\",\"mount_type\":\"approle\"},"
                        + "\"response\":{\"auth\":{\"metadata\":{\"role_name\":\"billing\"}}}}");
        RawSignal signal = signal(line);
        assertThat(signal.identity()).isEqualTo("billing");
        assertThat(signal.credential()).contains("approle/billing");
        assertThat(signal.generation()).isEmpty();
    }

    @Test
    void vaultsOwnTroubleIsNoEvidence() {
        for (String trouble : List.of("internal error", "context deadline exceeded", "rate limit quota exceeded")) {
            AuditLine line = RealLines.read(RealLines.text()
                    .lines()
                    .filter(text -> text.contains("\"error\":\"invalid credentials\""))
                    .findFirst()
                    .orElseThrow()
                    .replace("\"error\":\"invalid credentials\"", "\"error\":\"" + trouble + "\""));
            assertThat(signal(line).outcome()).isEqualTo(RawSignal.Result.EXCLUDED);
            assertThat(signal(line).reason()).contains("not answered: candidate");
        }
    }

    @Test
    void anOwnLoginIsMarkedAsAProbe() {
        var meaning = signals.of(
                login(line -> line.loggedIn().isPresent()), RealLines.DEVICE, Optional.of("probe-7"), ARRIVED);
        assertThat(meaning)
                .isInstanceOfSatisfying(
                        Meaning.Login.class,
                        login -> assertThat(login.signal().probe()).contains("probe-7"));
    }

    @Test
    void whoFetchedWhichVersionAndWhetherItWasAskedFor() {
        List<Fetched> fetched = RealLines.all().stream()
                .map(line -> signals.of(line, RealLines.DEVICE, Optional.empty(), ARRIVED))
                .filter(Meaning.Fetch.class::isInstance)
                .map(meaning -> ((Meaning.Fetch) meaning).fetched())
                .filter(one -> one.what() != Fetched.What.STATIC_CREDENTIALS)
                .toList();
        assertThat(fetched)
                .extracting(Fetched::what)
                .containsExactly(Fetched.What.KV, Fetched.What.KV, Fetched.What.KV_WRAPPED, Fetched.What.KV_MISSING);
        assertThat(fetched).allSatisfy(one -> {
            assertThat(one.path()).isEqualTo("secret/data/app/db");
            assertThat(one.by().entityId()).contains("b3004dcd-a2db-cd21-3f48-7e6867eab736");
            assertThat(one.by().metadata()).containsEntry("generation", "gen-prior-1");
        });
        assertThat(fetched.get(0).version()).hasValue(2);
        assertThat(fetched.get(0).asked()).isFalse();
        assertThat(fetched.get(0).older()).isFalse();
        assertThat(fetched.get(1).version()).hasValue(1);
        assertThat(fetched.get(1).asked()).isTrue();
        assertThat(fetched.get(1).older()).isTrue();
        assertThat(fetched.get(3).asked()).isTrue();
    }

    @Test
    void ourOwnReadsAreNoFetchesButTellTheNewestVersion() {
        AuditLine latest = RealLines.response(RealLines::read);
        assertThat(signals.of(latest, RealLines.DEVICE, Optional.of("own-call"), ARRIVED))
                .isEqualTo(new Meaning.Nothing());
        AuditLine pinned = RealLines.response(
                line -> RealLines.read(line) && line.requestData().containsKey("version"));
        assertThat(signals.of(pinned, RealLines.DEVICE, Optional.empty(), ARRIVED))
                .isInstanceOfSatisfying(
                        Meaning.Fetch.class,
                        fetch -> assertThat(fetch.fetched().older()).isTrue());
    }

    @Test
    void aStaticRolesCredentialsAreFetchedAndTheTimeTheyWereMadeTellsWhich() {
        AuditLine read = RealLines.response(line -> line.path().equals("database/static-creds/billing-a"));
        assertThat(signals.of(read, RealLines.DEVICE, Optional.empty(), ARRIVED))
                .isInstanceOfSatisfying(Meaning.Fetch.class, fetch -> {
                    assertThat(fetch.fetched().what()).isEqualTo(Fetched.What.STATIC_CREDENTIALS);
                    assertThat(fetch.fetched().path()).isEqualTo("database/static-creds/billing-a");
                    assertThat(fetch.fetched().rotated()).contains(Instant.parse("2026-11-27T11:54:41.846315128Z"));
                    assertThat(fetch.fetched().version()).isEmpty();
                });
        assertThat(signals.of(read, RealLines.DEVICE, Optional.of("own-call"), ARRIVED))
                .isEqualTo(new Meaning.Nothing());
        AuditLine refused = RealLines.response(line -> line.path().equals("database/static-creds/nope"));
        assertThat(signals.of(refused, RealLines.DEVICE, Optional.empty(), ARRIVED))
                .isEqualTo(new Meaning.Nothing());
    }

    private RawSignal signal(AuditLine line) {
        return ((Meaning.Login) signals.of(line, RealLines.DEVICE, Optional.empty(), ARRIVED)).signal();
    }

    private static AuditLine login(Predicate<AuditLine> fits) {
        return RealLines.response(line -> RealLines.login(line) && fits.test(line));
    }
}
