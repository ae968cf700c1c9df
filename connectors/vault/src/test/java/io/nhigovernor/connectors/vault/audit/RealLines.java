package io.nhigovernor.connectors.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Lines that a Vault 1.21.2 wrote, and what its {@code sys/audit-hash} said of the values in them. */
final class RealLines {
    static final String DEVICE = "file";
    static final Fingerprint PRIOR = new Fingerprint("gen-prior-1");
    static final Fingerprint CANDIDATE = new Fingerprint("gen-candidate-2");
    static final Owners.Owner BILLING = new Owners.Owner("billing", Optional.of("approle/billing"));

    private static final String PRIOR_HASH =
            "hmac-sha256:d8f3eb80638a0263af66f28d25dffb948dbe0abc0a882b5f8192ec9e15427347";
    private static final String CANDIDATE_HASH =
            "hmac-sha256:3b8a0d0ba1274076a97322c1f35f4fa90a3eec50241c69c2603f87f908e67540";
    private static final String ROLE_HASH =
            "hmac-sha256:ecf878193c1f1d5b8427c0b3124c9e421fbb46dcc47912687373bbf6cf8a74bd";

    private RealLines() {}

    static String text() {
        try (InputStream in = Objects.requireNonNull(
                RealLines.class.getResourceAsStream("vault-1.21.2.jsonl"), "the recorded lines lie beside the class")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("a resource could not be read", e);
        }
    }

    static List<AuditLine> all() {
        List<AuditLine> lines = new ArrayList<>();
        text().lines().forEach(line -> lines.add(read(line)));
        return lines;
    }

    static AuditLine read(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Decoded decoded = AuditLineReader.read(bytes, bytes.length);
        assertThat(decoded).isInstanceOf(Decoded.Line.class);
        return ((Decoded.Line) decoded).line();
    }

    /** The first response that fits. */
    static AuditLine response(Predicate<AuditLine> fits) {
        return all().stream()
                .filter(line -> line.type() == AuditLine.Type.RESPONSE)
                .filter(fits)
                .findFirst()
                .orElseThrow();
    }

    static boolean login(AuditLine line) {
        return line.path().equals("auth/approle/login");
    }

    static boolean read(AuditLine line) {
        return line.path().equals("secret/data/app/db") && line.operation().equals("read");
    }

    /** What the governor knows of its own values in the log of that Vault's device. */
    static AuditHashes hashes() {
        return new AuditHashes() {
            @Override
            public Optional<KnownSecret> secret(String device, String hash) {
                if (!device.equals(DEVICE)) {
                    return Optional.empty();
                }
                return switch (hash) {
                    case PRIOR_HASH -> Optional.of(new KnownSecret(Optional.of(BILLING), PRIOR, Standing.PRIOR));
                    case CANDIDATE_HASH ->
                        Optional.of(new KnownSecret(Optional.of(BILLING), CANDIDATE, Standing.CANDIDATE));
                    default -> Optional.empty();
                };
            }

            @Override
            public Optional<String> role(String device, String mount, String hash) {
                return device.equals(DEVICE) && mount.equals("auth/approle") && hash.equals(ROLE_HASH)
                        ? Optional.of("billing")
                        : Optional.empty();
            }
        };
    }

    static Owners owners() {
        return (mount, role) ->
                mount.equals("auth/approle") && role.equals("billing") ? Optional.of(BILLING) : Optional.empty();
    }
}
