package io.nhigovernor.connectors.vault.pki;

import io.nhigovernor.connectors.parts.keys.CertifiedKey;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.spi.Material;
import java.io.IOException;
import java.util.ArrayList;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** The request that proves to an issuer that we have the key (PKCS #10, RFC 2986). */
final class SigningRequest {
    private SigningRequest() {}

    /** Names stand in it too: a role may take them from here only ({@code use_csr_common_name}, {@code use_csr_sans}). */
    static String pem(Material material, Subject subject) throws UnusableMaterialException {
        var name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, subject.commonName())
                .build();
        var builder = new JcaPKCS10CertificationRequestBuilder(name, CertifiedKey.publicKey(material));
        try {
            var names = names(subject);
            if (names.length > 0) {
                var extensions = new ExtensionsGenerator();
                extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(CertifiedKey.privateKey(material));
            return Pem.of("CERTIFICATE REQUEST", builder.build(signer).getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new UnusableMaterialException("the key cannot sign a request for its certificate");
        }
    }

    private static GeneralName[] names(Subject subject) {
        var names = new ArrayList<GeneralName>();
        for (var name : subject.altNames()) {
            names.add(new GeneralName(name.contains("@") ? GeneralName.rfc822Name : GeneralName.dNSName, name));
        }
        for (var uri : subject.uriSans()) {
            names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        }
        return names.toArray(GeneralName[]::new);
    }
}
