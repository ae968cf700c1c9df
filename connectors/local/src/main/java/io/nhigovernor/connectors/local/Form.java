package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.parts.accept.Evidence;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.parts.probe.Probe;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Proof;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Validity;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.util.Map;
import java.util.Optional;

/** What differs between the kinds of credential that the local connector handles. */
sealed interface Form permits SecretForm, CertificateForm, OidcKeyForm {
    Mint mint();

    /** Fresh material as a governor would bring it. The caller closes it. */
    Material make();

    Fingerprint fingerprint(Material material) throws UnusableMaterialException;

    /** What the accept document will say of it. A signing form signs here. */
    Admission admission(Credential credential, Material material) throws UnusableMaterialException;

    /** The material as it is delivered once admitted: with its chain, if it got one. */
    Material complete(Material material, Evidence evidence);

    /** The files of a delivered directory by name, in clear; empty while the material is not complete. */
    Optional<Map<String, byte[]>> files(Material material) throws UnusableMaterialException;

    /** One real login. */
    Proof prove(Credential credential, Material material, RelyingParty party, Probe probe)
            throws UnusableMaterialException;

    /** Evidence, and from when to when it is good. */
    record Admission(Evidence evidence, Validity validity) {}

    static boolean handles(CredentialKind kind) {
        return kind == CredentialKind.SECRET || kind == CredentialKind.CERTIFICATE || kind == CredentialKind.OIDC_KEY;
    }

    /** @throws IllegalArgumentException for a kind that {@link #handles} denies; checked before anything runs */
    static Form of(CredentialKind kind, LocalHome home) {
        return switch (kind) {
            case SECRET -> new SecretForm(home.key());
            case CERTIFICATE ->
                new CertificateForm(home.authority(), home.configuration().certificateLifetime());
            case OIDC_KEY -> new OidcKeyForm(home.clock());
            case OIDC_SECRET, APPROLE, DATABASE, PERMISSIONS ->
                throw new IllegalArgumentException("connector local does not handle " + kind);
        };
    }
}
