package io.nhigovernor.connectors.vault.pki;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Whether a signed certificate is what was asked for, and whether relying parties would take it. Pure. */
public final class LeafRules {
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final String ANY = "2.5.29.37.0";
    private static final int MAIL = 1;
    private static final int HOST = 2;
    private static final int URI = 6;

    private LeafRules() {}

    /**
     * What is wrong with it, in words; empty if nothing is.
     *
     * @param bundle whom relying parties trust; not looked at if empty
     */
    public static Optional<String> objection(
            SignedLeaf leaf, Subject subject, List<X509Certificate> bundle, Instant now) {
        var missing = missing(leaf.certificate(), subject);
        if (!missing.isEmpty()) {
            return Optional.of("the signed certificate lacks " + String.join(", ", missing));
        }
        return bundle.isEmpty() ? Optional.empty() : path(leaf, bundle, now);
    }

    private static List<String> missing(X509Certificate certificate, Subject subject) {
        var missing = new ArrayList<String>();
        try {
            if (!commonNames(certificate).contains(subject.commonName())) {
                missing.add("the common name " + subject.commonName());
            }
            var names = certificate.getSubjectAlternativeNames();
            var present = names == null
                    ? new HashSet<String>()
                    : names.stream()
                            .map(name -> named((Integer) name.get(0), String.valueOf(name.get(1))))
                            .collect(Collectors.toSet());
            for (var name : subject.altNames()) {
                if (!present.contains(named(name.contains("@") ? MAIL : HOST, name))) {
                    missing.add("the alternative name " + name);
                }
            }
            for (var uri : subject.uriSans()) {
                if (!present.contains(named(URI, uri))) {
                    missing.add("the alternative name " + uri);
                }
            }
            var uses = certificate.getExtendedKeyUsage();
            if (uses != null && !uses.contains(CLIENT) && !uses.contains(ANY)) {
                missing.add("the use for client authentication (client_flag of the role)");
            }
        } catch (CertificateParsingException | InvalidNameException e) {
            missing.add("readable names");
        }
        return missing;
    }

    private static String named(int type, String name) {
        return type + " " + (type == HOST ? name.toLowerCase(Locale.ROOT) : name);
    }

    private static List<String> commonNames(X509Certificate certificate) throws InvalidNameException {
        return new LdapName(certificate.getSubjectX500Principal().getName())
                .getRdns().stream()
                        .filter(part -> part.getType().equalsIgnoreCase("CN"))
                        .map(part -> Objects.toString(part.getValue()))
                        .toList();
    }

    // Revocation is not asked: it was signed a moment ago. Nor is our clock against Vault's.
    private static Optional<String> path(SignedLeaf leaf, List<X509Certificate> bundle, Instant now) {
        try {
            var anchors = bundle.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet());
            var wanted = new X509CertSelector();
            wanted.setCertificate(leaf.certificate());
            var parameters = new PKIXBuilderParameters(anchors, wanted);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(leaf.chain())));
            parameters.setRevocationEnabled(false);
            var begins = leaf.certificate().getNotBefore().toInstant();
            parameters.setDate(Date.from(now.isBefore(begins) ? begins : now));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return Optional.empty();
        } catch (CertPathBuilderException e) {
            return Optional.of("no path leads from the signed certificate, of "
                    + leaf.certificate().getIssuerX500Principal().getName()
                    + ", to the bundle that relying parties trust; distribute the issuer to them first, and add it to"
                    + " partyTrustFile");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PKIX", e);
        }
    }
}
