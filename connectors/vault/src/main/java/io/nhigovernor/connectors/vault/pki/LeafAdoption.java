package io.nhigovernor.connectors.vault.pki;

import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.pki.Issuer.Stored;
import io.nhigovernor.connectors.vault.pki.Told.Failed;
import io.nhigovernor.connectors.vault.pki.Told.Known;
import io.nhigovernor.spi.Material;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes a certificate under the governor.
 *
 * @param bundle whom relying parties trust; not looked at if empty
 */
public record LeafAdoption(PkiVerifier.Order order, List<X509Certificate> bundle, InstantSource clock) {

    /** What is delivered already. @throws IOException if this mount did not sign it, or it is over */
    public SignedLeaf found(Material material, Deadline deadline) throws IOException, UnusableMaterialException {
        usable(deadline);
        var leaf = SignedLeaf.of(material.publicPart().orElse(""));
        var issuer = order.issuer();
        var stored = known("reading certificate " + leaf.serial(), issuer.stored(leaf.serial(), deadline));
        if (stored.map(Stored::certificate).filter(leaf.certificate()::equals).isEmpty()) {
            throw new IOException("the certificate that consumers read, " + leaf.serial() + ", was not signed by "
                    + issuer.mount() + ", or with no_store=true");
        }
        if (!stored.orElseThrow().live(clock.instant())) {
            throw new IOException("the certificate that consumers read, " + leaf.serial()
                    + ", is revoked or expired; repair that first");
        }
        return leaf;
    }

    /** A first one. @throws IOException if it cannot be had, or relying parties would not take it */
    public SignedLeaf first(Material material, Deadline deadline) throws IOException, UnusableMaterialException {
        usable(deadline);
        var request = SigningRequest.pem(material, order.subject());
        var leaf = known(
                "signing by the role " + order.issuer().role() + " of "
                        + order.issuer().mount(),
                order.issuer().sign(request, order.subject(), deadline));
        var objection = LeafRules.objection(leaf, order.subject(), bundle, clock.instant());
        if (objection.isPresent()) {
            var failure = order.issuer().revoke(leaf.serial(), deadline);
            throw new IOException(objection.get() + "; certificate " + leaf.serial()
                    + failure.map(answer -> " is to be revoked by hand: " + answer.told())
                            .orElse(" was revoked"));
        }
        return leaf;
    }

    private void usable(Deadline deadline) throws IOException {
        Optional<String> objection = known(
                "reading the role " + order.issuer().role(), order.issuer().objection(deadline));
        if (objection.isPresent()) {
            throw new IOException(objection.get());
        }
    }

    private static <T> T known(String doing, Told<T> told) throws IOException {
        return switch (told) {
            case Known<T> known -> known.value();
            case Failed<T> failed ->
                throw new IOException(doing + ": " + failed.answer().told());
        };
    }
}
