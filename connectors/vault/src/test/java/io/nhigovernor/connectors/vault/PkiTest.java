package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.connectors.parts.keys.CertifiedKey;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.pki.Issuer;
import io.nhigovernor.connectors.vault.pki.LeafAdoption;
import io.nhigovernor.connectors.vault.pki.PkiVerifier;
import io.nhigovernor.connectors.vault.pki.PkiVerifier.Checked;
import io.nhigovernor.connectors.vault.pki.SignedLeaf;
import io.nhigovernor.connectors.vault.pki.Subject;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only certificates do, on a real Vault. */
class PkiTest {
    private Optional<PkiBench> laidOut = Optional.empty();
    private int intents;

    @BeforeEach
    void layOut() throws Exception {
        laidOut = Optional.of(new PkiBench(Servers.sharedVault(), "billing"));
    }

    @AfterEach
    void clearAway() {
        laidOut.ifPresent(PkiBench::close);
    }

    @Test
    void theSignedChainBearsWhatWasAskedForAndLeadsToTheRoot() throws Exception {
        var key = bench().make();
        var leaf = SignedLeaf.of(minted(admit(bench().verifier(), key, "attempt-1")));
        assertThat(leaf.chain()).hasSize(2).contains(bench().pki.root);
        assertThat(leaf.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=billing");
        assertThat(leaf.certificate().getSubjectAlternativeNames())
                .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("spiffe://example.org/billing"));
        assertThat(CertifiedKey.fits(key.joinedWith(leaf.pem()))).isTrue();
    }

    @Test
    void theRelyingPartySeesTheSerialThatWasSigned() throws Exception {
        var key = bench().make();
        var leaf = SignedLeaf.of(minted(admit(bench().verifier(), key, "attempt-1")));
        assertThat(bench().verifier()
                        .prove(
                                bench().credential,
                                key.joinedWith(leaf.pem()),
                                bench().party.party(),
                                "probe-1"))
                .isInstanceOf(Proof.Accepted.class);
        assertThat(bench().party.served).contains(leaf.serial());
    }

    @Test
    void anAnswerLostWhileSigningLeavesOneCertificate() throws Exception {
        try (var lossy = new LossyVault(bench().server);
                var through = PkiBench.open(changed("address", lossy.address()), InstantSource.system())) {
            var key = bench().make();
            lossy.loses = request -> request.contains("/sign/");
            assertThat(admit(through.verifier(), key, "attempt-1")).isInstanceOf(Outcome.Unknown.class);
            assertThat(acceptance(bench().verifier()).byAttempt("attempt-1")).isEmpty();
            assertThat(signedFor(key)).hasSize(1);
            lossy.loses = request -> false;
            var minted = SignedLeaf.of(minted(admit(through.verifier(), key, "attempt-1")));
            assertThat(signedFor(key)).containsExactly(minted.serial());
            assertThat(minted.chain()).hasSize(2);
            assertThat(acceptance(bench().verifier())
                            .byAttempt("attempt-1")
                            .orElseThrow()
                            .enabled())
                    .isTrue();
        }
    }

    @Test
    void anAnswerLostWhileItIsRecordedThatAKeyIsToBeSignedLeavesOneCertificate() throws Exception {
        try (var lossy = new LossyVault(bench().server);
                var through = PkiBench.open(changed("address", lossy.address()), InstantSource.system())) {
            var key = bench().make();
            lossy.loses = request -> request.startsWith("POST") && request.contains("/register/");
            assertThat(admit(through.verifier(), key, "attempt-1")).isInstanceOf(Outcome.Unknown.class);
            assertThat(signedFor(key)).isEmpty();
            lossy.loses = request -> false;
            minted(admit(through.verifier(), key, "attempt-1"));
            assertThat(signedFor(key)).hasSize(1);
        }
    }

    @Test
    void anAnswerLostWhileTheCertificateIsRecordedLeavesThatCertificate() throws Exception {
        try (var lossy = new LossyVault(bench().server);
                var through = PkiBench.open(changed("address", lossy.address()), InstantSource.system())) {
            var key = bench().make();
            var signed = new AtomicBoolean();
            lossy.loses = request -> {
                signed.compareAndSet(false, request.contains("/sign/"));
                return signed.get() && request.startsWith("POST") && request.contains("/register/");
            };
            assertThat(admit(through.verifier(), key, "attempt-1")).isInstanceOf(Outcome.Unknown.class);
            var accepted = acceptance(bench().verifier()).byAttempt("attempt-1").orElseThrow();
            var minted = minted(admit(through.verifier(), key, "attempt-1"));
            assertThat(accepted.publicPart()).contains(minted);
            assertThat(signedFor(key)).containsExactly(SignedLeaf.of(minted).serial());
        }
    }

    @Test
    void aKeyThatASecondGovernorHasSignedMeanwhileKeepsTheFirstCertificate() throws Exception {
        try (var lossy = new LossyVault(bench().server);
                var through = PkiBench.open(changed("address", lossy.address()), InstantSource.system())) {
            var key = bench().make();
            var raced = new AtomicBoolean();
            var first = new AtomicReference<Outcome>();
            lossy.loses = request -> {
                if (request.contains("/roles/") && raced.compareAndSet(false, true)) {
                    first.set(admit(bench().verifier(), key, "attempt-1"));
                }
                return false;
            };
            assertThat(admit(through.verifier(), key, "attempt-1")).isInstanceOf(Outcome.NotApplied.class);
            var again = minted(admit(through.verifier(), key, "attempt-1"));
            assertThat(again).isEqualTo(minted(first.get()));
            assertThat(signedFor(key)).hasSize(1);
        }
    }

    @Test
    void whoIsLimitedToWhatThePageListsCanDoAllOfIt() throws Exception {
        var destroyer = token("destroyer", """
                path "%s/destroy/nhi-governor/*" { capabilities = ["update"] }
                path "%s/destroy/apps/*" { capabilities = ["update"] }
                path "%s/revoke" { capabilities = ["update"] }
                """.formatted(bench().kv, bench().kv, bench().pki.path));
        var governor = token("governor", """
                path "%1$s/data/nhi-governor/*" { capabilities = ["create", "read", "update"] }
                path "%1$s/metadata/nhi-governor/*" { capabilities = ["read", "list"] }
                path "%1$s/data/apps/*" { capabilities = ["create", "read", "update"] }
                path "%1$s/metadata/apps/*" { capabilities = ["read"] }
                path "%2$s/roles/workload" { capabilities = ["read"] }
                path "%2$s/sign/workload" { capabilities = ["update"] }
                path "%2$s/certs" { capabilities = ["list"] }
                path "%2$s/cert/*" { capabilities = ["read"] }
                path "%2$s/issuers" { capabilities = ["list"] }
                path "%2$s/issuer/+/json" { capabilities = ["read"] }
                """.formatted(bench().kv, bench().pki.path));
        var section = new TreeMap<>(bench().section);
        section.put("tokenFile", governor);
        section.put("destroy.tokenFile", destroyer);
        try (var limited = PkiBench.open(section, InstantSource.system())) {
            var key = bench().make();
            begun(key, "attempt-1");
            byHand(key, Optional.empty());
            byHand(key, Optional.empty());
            minted(admit(limited.verifier(), key, "attempt-1"));
            var other = bench().make();
            var leaf = SignedLeaf.of(minted(admit(limited.verifier(), other, "attempt-2")));
            assertThat(acceptance(limited.verifier()).accepts(named(leaf))).isTrue();
            assertThat(limited.verifier().destroy(bench().credential, named(leaf), call("attempt-2")))
                    .isInstanceOf(Outcome.Applied.class);
            assertThat(bench().pki.revocations().isRevoked(leaf.certificate())).isTrue();
        }
    }

    @Test
    void ofCertificatesSignedTwiceForOneKeyOneStaysAndTheOthersAreRevokedAndListed() throws Exception {
        var key = bench().make();
        begun(key, "attempt-1");
        var one = byHand(key, Optional.of(Duration.ofMinutes(10)));
        var longest = byHand(key, Optional.of(Duration.ofMinutes(40)));
        var another = byHand(key, Optional.of(Duration.ofMinutes(20)));
        var minted = SignedLeaf.of(minted(admit(bench().verifier(), key, "attempt-1")));
        assertThat(minted.serial()).isEqualTo(longest.serial());
        assertThat(signedFor(key)).containsExactly(longest.serial());
        assertThat(orphans()).containsExactlyInAnyOrder(one.serial(), another.serial());
        assertThat(acceptance(bench().verifier()).byAttempt("attempt-1").flatMap(found -> found.publicPart()))
                .contains(minted.pem());
    }

    @Test
    void aCertificateOfAnIntermediateLeadsToTheRootAlsoWhenItWasFoundAgain() throws Exception {
        var intermediate = bench().pki.intermediate();
        var settings = new TreeMap<>(bench().credential.verifier().settings());
        settings.put("mount", intermediate);
        var signed = SignedLeaf.of(minted(admit(as(settings), bench().make(), "attempt-1")));
        var key = bench().make();
        begun(key, "attempt-2");
        byHand(intermediate, key, Optional.empty());
        var found = SignedLeaf.of(minted(admit(as(settings), key, "attempt-2")));
        assertThat(signed.chain()).hasSize(3).contains(bench().pki.root);
        assertThat(found.chain().subList(1, 3)).isEqualTo(signed.chain().subList(1, 3));
        assertThat(bench().verifier()
                        .prove(
                                bench().credential,
                                key.joinedWith(found.pem()),
                                bench().party.party(),
                                "probe-1"))
                .isInstanceOf(Proof.Accepted.class);
    }

    @Test
    void whatIsGivenUpWhileItIsSignedIsRevoked() throws Exception {
        var key = bench().make();
        begun(key, "attempt-1");
        byHand(key, Optional.empty());
        assertThat(bench().verifier().destroy(bench().credential, CertifiedKey.fingerprint(key), call("attempt-1")))
                .isInstanceOf(Outcome.Applied.class);
        assertThat(signedFor(key)).isEmpty();
        refused(admit(bench().verifier(), key, "attempt-1"), "destroyed");
    }

    @Test
    void aCertificateThatArrivesLateIsRevokedWithTheOneThatWasTakenForIt() throws Exception {
        var key = bench().make();
        begun(key, "attempt-1");
        minted(admit(bench().verifier(), key, "attempt-1"));
        byHand(key, Optional.empty());
        assertThat(signedFor(key)).hasSize(2);
        bench().verifier().destroy(bench().credential, CertifiedKey.fingerprint(key), call("attempt-1"));
        assertThat(signedFor(key)).isEmpty();
    }

    @Test
    void aPathThatDoesNotLeadToTheBundleOfTheRelyingPartiesIsRefusedBeforeAnybodyIsPointedAtIt() throws Exception {
        var stranger = new PkiMount(bench().server);
        var key = bench().make();
        var section = changed("partyTrustFile", bench().bundle("stranger.pem", stranger.rootPem));
        try (var strict = PkiBench.open(section, InstantSource.system())) {
            refused(admit(strict.verifier(), key, "attempt-1"), "no path leads");
            assertThat(signedFor(key)).isEmpty();
            assertThat(orphans()).hasSize(1);
            assertThat(acceptance(strict.verifier()).byAttempt("attempt-1")).isEmpty();
        }
        // Once the bundle is right, the same attempt goes on.
        minted(admit(bench().verifier(), key, "attempt-1"));
        assertThat(signedFor(key)).hasSize(1);
    }

    @Test
    void aRoleThatKeepsNothingIsRefusedBeforeItSigns() throws Exception {
        bench().pki.role("forgetful", Map.of("no_store", true));
        refused(admit(as("role", "forgetful"), bench().make(), "attempt-1"), "no_store");
        refused(admit(as("role", "nobody"), bench().make(), "attempt-1"), "there is no role nobody");
    }

    @Test
    void aRoleThatDoesNotCertifyClientsIsRefusedAndWhatItSignedIsRevoked() throws Exception {
        bench().pki.role("servers", Map.of("client_flag", false));
        var key = bench().make();
        refused(admit(as("role", "servers"), key, "attempt-1"), "client authentication");
        assertThat(signedFor(key)).isEmpty();
    }

    @Test
    void aNameThatTheRoleDoesNotAllowIsRefusedAndLeavesNothingBegun() throws Exception {
        bench().pki.role("narrow", Map.of("allow_any_name", false, "allowed_domains", "example.org"));
        var key = bench().make();
        refused(admit(as("role", "narrow"), key, "attempt-1"), "the role does not allow");
        assertThat(registered()).doesNotContain(CertifiedKey.fingerprint(key).value());
    }

    @Test
    void aLifetimeBeyondTheIssuersEndIsRefused() throws Exception {
        bench().pki.role("eternal", Map.of("max_ttl", "70000h"));
        var settings = new TreeMap<>(bench().credential.verifier().settings());
        settings.put("role", "eternal");
        settings.put("ttl", "PT10000H");
        refused(admit(as(settings), bench().make(), "attempt-1"), "ends after the issuer's own");
    }

    @Test
    void aLifetimeThatTheRoleCutsIsToldByTheValidity() throws Exception {
        minted(admit(as("ttl", "PT100H"), bench().make(), "attempt-1"));
        var ends = acceptance(bench().verifier())
                .byAttempt("attempt-1")
                .flatMap(found -> found.validity().notAfter())
                .orElseThrow();
        assertThat(ends).isBefore(Instant.now().plus(Duration.ofMinutes(61)));
    }

    @Test
    void aDestroyedCertificateIsOnTheRevocationListAndOcspSaysSo() throws Exception {
        var leaf = SignedLeaf.of(minted(admit(bench().verifier(), bench().make(), "attempt-1")));
        assertThat(ocsp(leaf)).isEqualTo(CertificateStatus.GOOD);
        assertThat(bench().pki.revocations().isRevoked(leaf.certificate())).isFalse();
        bench().verifier().destroy(bench().credential, named(leaf), call("attempt-1"));
        assertThat(bench().pki.revocations().isRevoked(leaf.certificate())).isTrue();
        assertThat(ocsp(leaf)).isInstanceOf(RevokedStatus.class);
    }

    @Test
    void whatAStrangerRevokesIsNotAcceptedAnyMoreAndNotRestored() throws Exception {
        var leaf = SignedLeaf.of(minted(admit(bench().verifier(), bench().make(), "attempt-1")));
        bench().pki.must("revoke", Map.of("certificate", leaf.pem()));
        var found = acceptance(bench().verifier());
        assertThat(found.accepts(named(leaf))).isFalse();
        assertThat(found.of(named(leaf))).isPresent();
        refused(
                bench().verifier().enable(bench().credential, named(leaf), found.version(), call("attempt-1")),
                "was revoked at");
    }

    @Test
    void anExpiredPriorIsNeitherAcceptedNorRestoredAndDestroyingItIsApplied() throws Exception {
        var leaf = SignedLeaf.of(minted(admit(as("ttl", "PT2S"), bench().make(), "attempt-1")));
        while (Instant.now().isBefore(leaf.ends())) {
            Thread.sleep(50);
        }
        var found = acceptance(bench().verifier());
        assertThat(found.of(named(leaf))).isPresent();
        assertThat(found.accepts(named(leaf))).isFalse();
        refused(
                bench().verifier().enable(bench().credential, named(leaf), found.version(), call("attempt-1")),
                "expired at");
        assertThat(bench().verifier().destroy(bench().credential, named(leaf), call("attempt-1")))
                .isInstanceOf(Outcome.Applied.class);
        assertThat(acceptance(bench().verifier()).of(named(leaf))).isEmpty();
    }

    @Test
    void aPriorOfAnyKindOfKeyIsAdoptedAsItIsDelivered() throws Exception {
        bench().pki.must("roles/rsa", Map.of("allow_any_name", true, "key_type", "rsa", "max_ttl", "1h"));
        var issued = bench().pki.must("issue/rsa", Map.of("common_name", "billing", "private_key_format", "pkcs8"));
        var fields = new HashMap<String, Object>();
        issued.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        var credential = another("reports/certificate");
        bench().server.http().must(bench().kv + "/data/apps/reports/other", Map.of("data", fields));
        var fingerprint = VaultBench.enrolled(bench().connector, credential);
        var leaf = EcKeys.chain(issued.path("certificate").asText()).getFirst();
        assertThat(fingerprint.value())
                .isEqualTo("spki:" + CertifiedKey.spki(leaf.getPublicKey()).substring(0, 32));
        var kept = bench().server.http().get(bench().kv + "/data/apps/reports/other");
        assertThat(kept.data().path("metadata").path("version").asInt()).isEqualTo(1);
        var pointed = ((Reading.Known<Optional<Material>>)
                        bench().connector.delivery().fetch(new Target(credential, "reports"), fingerprint))
                .value()
                .orElseThrow();
        assertThat(bench().connector
                        .verifier()
                        .prove(credential, pointed, bench().party.party(), "probe-1"))
                .isInstanceOf(Proof.Accepted.class);
    }

    @Test
    void whatAnotherMountSignedOrCannotBeReadIsNotAdoptedAndStaysAsItIs() throws Exception {
        var credential = another("reports/certificate");
        var stranger = new PkiMount(bench().server)
                .must("issue/server", Map.of("common_name", "billing", "private_key_format", "pkcs8"));
        deliver(
                stranger.path("private_key").asText(),
                stranger.path("certificate").asText());
        var enrolment = bench().connector.enrolment().orElseThrow();
        assertThat(enrolment.enrol(credential))
                .isInstanceOfSatisfying(
                        Enrolment.Result.Failed.class,
                        failed -> assertThat(failed.reason()).contains("was not signed by"));
        var otherFormat = bench().pki.must("issue/server", Map.of("common_name", "billing"));
        deliver(
                otherFormat.path("private_key").asText(),
                otherFormat.path("certificate").asText());
        assertThat(enrolment.enrol(credential))
                .isInstanceOfSatisfying(
                        Enrolment.Result.Refused.class,
                        refused -> assertThat(refused.reason()).contains("is of another form"));
        assertThat(bench().server
                        .http()
                        .get(bench().kv + "/data/apps/reports/other")
                        .data()
                        .path("metadata")
                        .path("version")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void settingsThatCannotBeUsedAreNamedOneByOne() {
        var settings = Map.of("altNames", "a b", "uriSans", "nowhere", "ttl", "72h", "revocation", "maybe", "x", "y");
        var credential = new Credential(
                "c",
                bench().credential.kind(),
                List.of("billing"),
                ConnectorSettings.of("vault", settings),
                ConnectorSettings.of(
                        "vault", Map.of("path", "a", "keyField", "certificate", "chainField", "?", "field", "v")),
                List.of());
        assertThat(Settings.problems(credential))
                .extracting(problem -> problem.section() + "." + problem.setting())
                .containsExactlyInAnyOrder(
                        "verifier.role",
                        "verifier.commonName",
                        "verifier.altNames",
                        "verifier.uriSans",
                        "verifier.ttl",
                        "verifier.revocation",
                        "verifier.x",
                        "delivery.keyField",
                        "delivery.chainField",
                        "delivery.field");
    }

    private PkiBench bench() {
        return laidOut.orElseThrow();
    }

    private Call call(String attempt) {
        return new Call("intent-" + ++intents, attempt, Duration.ofSeconds(30));
    }

    private Outcome admit(Verifier verifier, Material key, String attempt) {
        return verifier.admit(bench().credential, key, call(attempt));
    }

    /** The bench's verifier, for the same credential with another setting. */
    private Admitting as(String key, String value) {
        var settings = new TreeMap<>(bench().credential.verifier().settings());
        settings.put(key, value);
        return as(settings);
    }

    private Admitting as(Map<String, String> settings) {
        var credential = new Credential(
                bench().credential.id(),
                bench().credential.kind(),
                bench().credential.holders(),
                ConnectorSettings.of("vault", settings),
                bench().credential.delivery(),
                bench().credential.relyingParties());
        assertThat(Settings.problems(credential)).isEmpty();
        return (material, call) -> bench().verifier().admit(credential, material, call);
    }

    private interface Admitting {
        Outcome admit(Material material, Call call);
    }

    private Outcome admit(Admitting admitting, Material key, String attempt) {
        return admitting.admit(key, call(attempt));
    }

    private static String minted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Applied.class);
        return ((Outcome.Applied) outcome).minted().orElseThrow();
    }

    private static void refused(Outcome outcome, String words) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.NotApplied.class, not -> {
            assertThat(not.why()).isEqualTo(Outcome.Why.REFUSED);
            assertThat(not.reason()).contains(words);
        });
    }

    private Acceptance acceptance(Verifier verifier) {
        return ((Reading.Known<Acceptance>) verifier.read(bench().credential)).value();
    }

    private static Fingerprint named(SignedLeaf leaf) {
        return new Fingerprint(
                "spki:" + CertifiedKey.spki(leaf.certificate().getPublicKey()).substring(0, 32));
    }

    private Map<String, String> changed(String key, String value) {
        var section = new TreeMap<>(bench().section);
        section.put(key, value);
        return section;
    }

    /** A file with a token that may do only this. */
    private String token(String name, String policy) throws IOException {
        var http = bench().server.http();
        var unique = name + "-" + bench().pki.path;
        http.must("sys/policies/acl/" + unique, Map.of("policy", policy));
        var token = http.must("auth/token/create", Map.of("policies", List.of(unique), "ttl", "10m"))
                .body()
                .path("auth")
                .path("client_token")
                .asText();
        return Files.writeString(bench().folder.resolve(name + ".token"), token).toString();
    }

    private Credential another(String id) {
        return new Credential(
                id,
                bench().credential.kind(),
                List.of("reports"),
                bench().credential.verifier(),
                ConnectorSettings.of("vault", Map.of("mount", bench().kv, "path", "apps/reports/other")),
                bench().credential.relyingParties());
    }

    private void deliver(String key, String certificate) {
        bench().server
                .http()
                .must(
                        bench().kv + "/data/apps/reports/other",
                        Map.of("data", Map.of("private_key", key, "certificate", certificate)));
    }

    /** What a process leaves that ended between recording and signing. */
    private void begun(Material key, String attempt) throws Exception {
        var document = bench().server.http().get(bench().register()).data().path("data");
        var generations = new ArrayList<Object>();
        document.path("generations").forEach(generations::add);
        generations.add(Map.of(
                "fingerprint",
                CertifiedKey.fingerprint(key).value(),
                "status",
                "disabled",
                "attempt",
                attempt,
                "intent",
                "intent-lost",
                "admittedAt",
                Instant.now().toString(),
                "spki",
                CertifiedKey.spki(key)));
        var fields = new HashMap<String, Object>();
        document.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.put("generations", generations);
        bench().server.http().must(bench().register(), Map.of("data", fields));
    }

    /** A certificate whose signing nobody recorded. */
    private SignedLeaf byHand(Material key, Optional<Duration> lifetime) throws Exception {
        return byHand(bench().pki.path, key, lifetime);
    }

    private SignedLeaf byHand(String mount, Material key, Optional<Duration> lifetime) throws Exception {
        var vault = bench().connector.vault();
        var asked = CertificateSettings.subject(bench().credential.verifier());
        var subject = new Subject(asked.commonName(), asked.altNames(), asked.uriSans(), lifetime);
        var issuer = new Issuer(vault.gateway(), vault.destroyer(), mount, "workload");
        return new LeafAdoption(new PkiVerifier.Order(issuer, subject, Checked.CRL), List.of(), InstantSource.system())
                .first(key, Deadline.in(Duration.ofSeconds(30)));
    }

    /** Serials of this key that are not revoked, hexadecimal. */
    private List<String> signedFor(Material key) throws Exception {
        var found = new ArrayList<String>();
        for (var serial : bench().pki.serials()) {
            var certificate = bench().pki.certificate(serial);
            if (CertifiedKey.spki(certificate.getPublicKey()).equals(CertifiedKey.spki(key))
                    && !bench().pki.revoked(serial)) {
                found.add(certificate.getSerialNumber().toString(16));
            }
        }
        return found;
    }

    private String registered() {
        return bench().server
                .http()
                .get(bench().register())
                .data()
                .path("data")
                .path("generations")
                .toString();
    }

    /** What the register lists as signed too much. */
    private List<String> orphans() {
        return bench().server
                .http()
                .get(bench().register())
                .data()
                .path("data")
                .path("destroyed")
                .valueStream()
                .filter(gone -> gone.path("fingerprint").asText().startsWith("serial:"))
                .map(gone -> gone.path("serial").asText())
                .toList();
    }

    private CertificateStatus ocsp(SignedLeaf leaf) throws Exception {
        var digests = new JcaDigestCalculatorProviderBuilder().build();
        BigInteger serial = leaf.certificate().getSerialNumber();
        var request = new OCSPReqBuilder()
                .addRequest(new JcaCertificateID(digests.get(CertificateID.HASH_SHA1), bench().pki.root, serial))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(bench().server.address() + "/v1/" + bench().pki.path + "/ocsp"))
                            .header("Content-Type", "application/ocsp-request")
                            .POST(BodyPublishers.ofByteArray(request.getEncoded()))
                            .build(),
                    BodyHandlers.ofByteArray());
            var basic = (BasicOCSPResp) new OCSPResp(answer.body()).getResponseObject();
            return basic.getResponses()[0].getCertStatus();
        }
    }
}
