package io.nhigovernor.samples.estate.accept;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.token.TokenCheck;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The accept document of one credential. */
public record AcceptEntry(String credential, CredentialKind kind, List<String> holders, List<Accepted> generations) {
    public AcceptEntry {
        holders = List.copyOf(holders);
        generations = List.copyOf(generations);
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
        return new AcceptEntry(document.path("credential").asText(), kind, holders, generations);
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
