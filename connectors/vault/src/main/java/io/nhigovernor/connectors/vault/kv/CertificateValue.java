package io.nhigovernor.connectors.vault.kv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.connectors.parts.keys.CertifiedKey;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key and its certificate as PEM text, in fields that are named as in Vault's own answer to {@code pki/issue}: there the chain is
 * a list, and is read as one too.
 *
 * @param keyField the private key, PKCS#8
 * @param chainField the authorities after the leaf; absent where there are none
 */
public record CertificateValue(String keyField, String certificateField, String chainField) implements ValueForm {
    @Override
    public Fingerprint fingerprint(Material material) throws UnusableMaterialException {
        return CertifiedKey.fingerprint(material);
    }

    @Override
    public boolean complete(Material material) {
        return material.publicPart()
                .filter(text -> Pem.has(Pem.CERTIFICATE, text))
                .isPresent();
    }

    @Override
    public ObjectNode change(Material material) throws UnusableMaterialException {
        var fields = VaultGateway.object();
        var chain = CertifiedKey.chain(material)
                .orElseThrow(() -> new UnusableMaterialException("the key has no certificate yet"));
        var authorities = new StringBuilder();
        try {
            for (var authority : chain.subList(1, chain.size())) {
                authorities.append(Pem.of(Pem.CERTIFICATE, authority.getEncoded()));
            }
            fields.put(
                    certificateField, Pem.of(Pem.CERTIFICATE, chain.getFirst().getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new UnusableMaterialException("the chain cannot be written");
        }
        String key =
                material.secret().use(der -> new String(Pem.bytesOf(Pem.PRIVATE_KEY, der), StandardCharsets.US_ASCII));
        fields.put(keyField, key);
        return fields.put(chainField, authorities.isEmpty() ? null : authorities.toString());
    }

    @Override
    public Optional<Material> read(ObjectNode fields) {
        try {
            var der = Pem.der(Pem.PRIVATE_KEY, fields.path(keyField).asText());
            try {
                var chain = text(fields.path(certificateField)) + text(fields.path(chainField));
                var material = new Material(Secret.copyOf(der), Optional.of(chain));
                if (CertifiedKey.chain(material).isPresent()) {
                    return Optional.of(material);
                }
                material.close();
                return Optional.empty();
            } finally {
                Arrays.fill(der, (byte) 0);
            }
        } catch (UnusableMaterialException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean occupied(ObjectNode fields) {
        return fields.has(keyField) || fields.has(certificateField);
    }

    /** Of one text, or of a list of them; each on lines of its own. */
    private static String text(JsonNode node) {
        if (node.isArray()) {
            var all = new StringBuilder();
            node.forEach(part -> all.append(text(part)));
            return all.toString();
        }
        return node.isTextual() ? node.asText().strip() + "\n" : "";
    }
}
