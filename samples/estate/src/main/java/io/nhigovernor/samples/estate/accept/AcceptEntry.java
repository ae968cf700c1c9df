package io.nhigovernor.samples.estate.accept;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.token.TokenCheck;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a service accepts of one credential: the generations that its accept document lists, or what its trusted authorities signed.
 *
 * @param revoked serials of certificates that those authorities took back; absent where only listed generations are accepted
 */
public record AcceptEntry(
        String credential,
        CredentialKind kind,
        List<String> holders,
        List<Accepted> generations,
        Optional<Set<String>> revoked) {
    public AcceptEntry {
        holders = List.copyOf(holders);
        generations = List.copyOf(generations);
        revoked = revoked.map(Set::copyOf);
    }

    /** A certificate that nobody lists: whoever trusts its authority accepts it, until it is on the list of revoked ones. */
    static AcceptEntry signed(Credential credential, Set<String> revoked) {
        return new AcceptEntry(
                credential.id(), credential.kind(), credential.holders(), List.of(), Optional.of(revoked));
    }

    /** Present when exactly one identity presents this credential. */
    public Optional<String> soleHolder() {
        return holders.size() == 1 ? Optional.of(holders.get(0)) : Optional.empty();
    }

    static AcceptEntry of(JsonNode document) {
        var kind = CredentialKind.valueOf(document.path("kind").asText());
        var holders = new ArrayList<String>();
        document.path("holders").forEach(holder -> holders.add(holder.asText()));
        var generations = new ArrayList<Accepted>();
        document.path("generations").forEach(generation -> generations.add(accepted(kind, generation)));
        return new AcceptEntry(document.path("credential").asText(), kind, holders, generations, Optional.empty());
    }

    private static Accepted accepted(CredentialKind kind, JsonNode generation) {
        return new Accepted(
                new Fingerprint(generation.path("fingerprint").asText()),
                generation.path("status").asText().equals("enabled"),
                check(kind, generation));
    }

    private static Accepted.Check check(CredentialKind kind, JsonNode generation) {
        var base64 = Base64.getUrlDecoder();
        return switch (kind) {
            case SECRET ->
                new Accepted.Check.SecretHash(
                        base64.decode(generation.path("salt").asText()),
                        base64.decode(generation.path("hash").asText()));
            case CERTIFICATE ->
                new Accepted.Check.CertificateKey(generation.path("spki").asText());
            case OIDC_KEY ->
                new Accepted.Check.TokenKey(
                        TokenCheck.ofJwk(generation.path("jwk").toString()));
            case OIDC_SECRET, APPROLE, DATABASE, PERMISSIONS ->
                throw new IllegalArgumentException("the estate's services do not verify " + kind);
        };
    }
}
