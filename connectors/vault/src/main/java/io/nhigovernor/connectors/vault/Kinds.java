package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.vault.approle.AppRoleVerifier;
import io.nhigovernor.connectors.vault.database.DatabaseVerifier;
import io.nhigovernor.spi.Credential;

/** Every kind of credential that the Vault connector handles. */
record Kinds(SecretKind secret, AppRoleKind appRole, CertificateKind certificate, DatabaseKind database) {
    Kinds(
            Vault vault,
            AppRoleVerifier.Keeper keeper,
            AppRoleVerifier.Learning secretIds,
            DatabaseVerifier.Learning roles) {
        this(
                new SecretKind(vault),
                new AppRoleKind(vault, keeper, secretIds),
                new CertificateKind(vault),
                new DatabaseKind(vault, roles));
    }

    /** @throws IllegalArgumentException for a kind that {@link Settings#problems} denies; checked before anything runs */
    Kind of(Credential credential) {
        return switch (credential.kind()) {
            case SECRET -> secret;
            case APPROLE -> appRole;
            case CERTIFICATE -> certificate;
            case DATABASE -> database;
            case OIDC_SECRET, OIDC_KEY, PERMISSIONS ->
                throw new IllegalArgumentException("connector vault does not handle " + credential.kind());
        };
    }
}
