package io.nhigovernor.connectors.vault.pki;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Complaint;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.connectors.vault.pki.Told.Failed;
import io.nhigovernor.connectors.vault.pki.Told.Known;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PKI mount, and the role by which it signs for us.
 *
 * @param revoker who may revoke, which nothing undoes
 */
public record Issuer(VaultGateway vault, VaultGateway revoker, String mount, String role) {

    /**
     * A certificate as the mount keeps it.
     *
     * @param revoked since when, if it is
     */
    public record Stored(X509Certificate certificate, Optional<Instant> revoked) {
        public boolean live(Instant now) {
            return revoked.isEmpty() && now.isBefore(certificate.getNotAfter().toInstant());
        }
    }

    /** Why this role cannot be used, in words; empty if it can. */
    public Told<Optional<String>> objection(Deadline deadline) {
        var answer = vault.read(mount + "/roles/" + role, deadline);
        return switch (answer) {
            case Answer.Found found ->
                new Known<>(
                        found.data().path("no_store").asBoolean()
                                ? Optional.of("the role " + role + " of " + mount
                                        + " has no_store=true, so a certificate whose answer is lost could never be found"
                                        + " or revoked; set no_store=false")
                                : Optional.empty());
            case Answer.Absent absent -> new Known<>(Optional.of("there is no role " + role + " in " + mount));
            case Answer.Refused refused -> new Failed<>(refused);
            case Answer.Busy busy -> new Failed<>(busy);
            case Answer.Lost lost -> new Failed<>(lost);
        };
    }

    /** Asking twice makes two certificates. @param request PKCS #10 as PEM */
    public Told<SignedLeaf> sign(String request, Subject subject, Deadline deadline) {
        var body = VaultGateway.object()
                .put("csr", request)
                .put("common_name", subject.commonName())
                .put("alt_names", String.join(",", subject.altNames()))
                .put("uri_sans", String.join(",", subject.uriSans()))
                .put("format", "pem");
        subject.lifetime().ifPresent(lifetime -> body.put("ttl", lifetime.toSeconds() + "s"));
        var answer = vault.write(mount + "/sign/" + role, body, deadline);
        if (!(answer instanceof Answer.Found found)) {
            return new Failed<>(answer);
        }
        try {
            return new Known<>(chain(
                    found.data().path("certificate").asText(), found.data().path("ca_chain")));
        } catch (UnusableMaterialException e) {
            return new Failed<>(new Answer.Lost("Vault signed, but its answer holds no certificate"));
        }
    }

    private static SignedLeaf chain(String leaf, JsonNode authorities) throws UnusableMaterialException {
        var pem = new StringBuilder(leaf.strip()).append('\n');
        authorities
                .valueStream()
                .forEach(authority -> pem.append(authority.asText().strip()).append('\n'));
        return SignedLeaf.of(pem.toString());
    }

    /** Of every certificate that the mount keeps, its own authorities among them; hexadecimal. */
    public Told<List<String>> serials(Deadline deadline) {
        return switch (vault.list(mount + "/certs", deadline)) {
            case Answer.Found found ->
                new Known<>(keys(found).map(SignedLeaf::plainSerial).toList());
            case Answer.Absent absent -> new Known<>(List.of());
            case Answer.Refused refused -> new Failed<>(refused);
            case Answer.Busy busy -> new Failed<>(busy);
            case Answer.Lost lost -> new Failed<>(lost);
        };
    }

    private static Stream<String> keys(Answer.Found found) {
        return found.data().path("keys").valueStream().map(JsonNode::asText);
    }

    /** Empty if the mount does not keep it: it never did, or it expired and was tidied away. @param serial hexadecimal */
    public Told<Optional<Stored>> stored(String serial, Deadline deadline) {
        return switch (vault.read(mount + "/cert/" + SignedLeaf.vaultSerial(serial), deadline)) {
            case Answer.Found found -> {
                try {
                    long revoked = found.data().path("revocation_time").asLong();
                    yield new Known<>(Optional.of(new Stored(
                            EcKeys.chain(found.data().path("certificate").asText())
                                    .getFirst(),
                            revoked > 0 ? Optional.of(Instant.ofEpochSecond(revoked)) : Optional.empty())));
                } catch (UnusableMaterialException e) {
                    yield new Failed<>(new Answer.Lost("Vault keeps something else than a certificate"));
                }
            }
            case Answer.Absent absent -> new Known<>(Optional.empty());
            case Answer.Refused refused -> new Failed<>(refused);
            case Answer.Busy busy -> new Failed<>(busy);
            case Answer.Lost lost -> new Failed<>(lost);
        };
    }

    /** Joins a certificate that was found again with the chain of whichever issuer of the mount signed it. */
    Told<SignedLeaf> joined(X509Certificate certificate, Deadline deadline) {
        var issuers = vault.list(mount + "/issuers", deadline);
        if (!(issuers instanceof Answer.Found found)) {
            return new Failed<>(issuers);
        }
        for (var id : keys(found).toList()) {
            var answer = vault.read(mount + "/issuer/" + id + "/json", deadline);
            if (!(answer instanceof Answer.Found issuer)) {
                return new Failed<>(answer);
            }
            try {
                var authority =
                        EcKeys.chain(issuer.data().path("certificate").asText()).getFirst();
                if (signed(certificate, authority)) {
                    var leaf = Pem.of(Pem.CERTIFICATE, certificate.getEncoded());
                    return new Known<>(chain(leaf, issuer.data().path("ca_chain")));
                }
            } catch (UnusableMaterialException | GeneralSecurityException e) {
                return new Failed<>(new Answer.Lost("Vault told an issuer that cannot be read"));
            }
        }
        return new Failed<>(new Answer.Lost("no issuer of " + mount + " signed the certificate that it keeps"));
    }

    private static boolean signed(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Repeating it is harmless. @return what stood in the way; {@code NO_SUCH_CERTIFICATE} if it is not kept */
    public Optional<Answer> revoke(String serial, Deadline deadline) {
        var answer = revoker.write(
                mount + "/revoke",
                VaultGateway.object().put("serial_number", SignedLeaf.vaultSerial(serial)),
                deadline);
        return answer instanceof Answer.Found ? Optional.empty() : Optional.of(answer);
    }

    static boolean unknown(Answer answer) {
        return answer instanceof Answer.Absent
                || answer instanceof Answer.Refused refused && refused.complaint() == Complaint.NO_SUCH_CERTIFICATE;
    }
}
