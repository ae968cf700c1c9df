package io.nhigovernor.samples.estate.service;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The services of the estate and how each wants to be authenticated to. */
public enum ServiceKind {
    LEDGER("ledger", ClaimReader.BASIC),
    BILLING("billing", ClaimReader.BASIC),
    PAYMENTS("payments", ClaimReader.CERTIFICATE),
    INVENTORY("inventory", ClaimReader.CERTIFICATE),
    /**
     * The one nobody declared; it speaks TLS 1.2. Locally it pins the certificates it knew when it started; beside Vault it still trusts
     * the first issuer alone.
     */
    LEGACY_REPORTS("legacy-reports", ClaimReader.CERTIFICATE),
    /** The one nobody declared where secrets lie in Vault; it knows the secrets it knew when it started. */
    LEGACY_BILLING("legacy-billing", ClaimReader.BASIC),
    SEARCH("search", ClaimReader.BEARER),
    MAIL("mail", ClaimReader.BEARER);

    private final String service;
    private final ClaimReader reader;

    ServiceKind(String service, ClaimReader reader) {
        this.service = service;
        this.reader = reader;
    }

    /** Those of an estate whose credentials the local connector delivers. */
    public static List<ServiceKind> local() {
        return Arrays.stream(values()).filter(kind -> kind != LEGACY_BILLING).toList();
    }

    /** Those of an estate whose credentials lie in Vault, which verifies secret ids by itself. */
    public static List<ServiceKind> besideVault() {
        return List.of(LEDGER, BILLING, LEGACY_BILLING, PAYMENTS, INVENTORY, LEGACY_REPORTS);
    }

    public String service() {
        return service;
    }

    ClaimReader reader() {
        return reader;
    }

    boolean wantsCertificate() {
        return reader == ClaimReader.CERTIFICATE;
    }

    /** Whether its list of known certificates is asked within the handshake, before any request. */
    boolean pinsInHandshake() {
        return this == LEGACY_REPORTS;
    }

    /** A refused TLS 1.2 handshake fails before the client sends its request, so the client always learns why. */
    Optional<String[]> protocols() {
        return this == LEGACY_REPORTS ? Optional.of(new String[] {"TLSv1.2"}) : Optional.empty();
    }
}
