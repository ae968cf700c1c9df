package io.nhigovernor.testkit;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.Verifier;
import java.net.URI;
import java.util.List;
import java.util.Map;

final class InMemoryBench implements Workbench {
    final InMemoryBackend backend;
    private final Credential credential;
    private int made;

    InMemoryBench(BackendCapabilities capabilities, String... holders) {
        backend = new InMemoryBackend(capabilities);
        credential = credential(holders);
        backend.enrol(credential);
    }

    static Credential credential(String... holders) {
        var settings = ConnectorSettings.of("memory", Map.of());
        return new Credential(
                "billing/api-key",
                CredentialKind.SECRET,
                List.of(holders),
                settings,
                settings,
                List.of(new RelyingParty("billing", URI.create("https://127.0.0.1/"))));
    }

    @Override
    public Verifier verifier() {
        return backend.verifier();
    }

    @Override
    public Delivery delivery() {
        return backend.delivery();
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public Material make() {
        return Materials.of(
                "candidate " + ++made, verifier().capabilities(credential).mint());
    }

    @Override
    public void strangerChangesAcceptance() {
        backend.strangerAdmits(credential);
    }

    @Override
    public void strangerMovesPointer(Target target) {
        backend.strangerPoints(target);
    }

    @Override
    public void close() {
        backend.close();
    }
}
