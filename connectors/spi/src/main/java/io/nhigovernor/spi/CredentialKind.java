package io.nhigovernor.spi;

/** What kind of thing rotates. */
public enum CredentialKind {
    SECRET,
    CERTIFICATE,
    OIDC_SECRET,
    OIDC_KEY,
    APPROLE,
    DATABASE,
    PERMISSIONS
}
