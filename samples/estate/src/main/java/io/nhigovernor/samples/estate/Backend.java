package io.nhigovernor.samples.estate;

import io.nhigovernor.samples.estate.accept.AcceptBook;
import io.nhigovernor.samples.estate.accept.AcceptFolder;
import io.nhigovernor.samples.estate.accept.AcceptShelf;
import io.nhigovernor.samples.estate.accept.VaultShelf;
import io.nhigovernor.samples.estate.caller.Deliveries;
import io.nhigovernor.samples.estate.caller.FileDeliveries;
import io.nhigovernor.samples.estate.caller.LoginWitness;
import io.nhigovernor.samples.estate.caller.VaultDeliveries;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.service.ServiceKind;
import io.nhigovernor.samples.estate.vault.IssuerBundles;
import io.nhigovernor.samples.estate.vault.VaultClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where callers read what they present, and services what they accept. */
public sealed interface Backend {
    List<ServiceKind> services();

    /** The service that no credential declares. */
    ServiceKind legacy();

    /** How long services look at what they read before they read it again. */
    Duration look();

    AcceptShelf shelf(Documents documents);

    /** PEM file of the authorities whose client certificates a service trusts. */
    Path trustedBy(ServiceKind service);

    Deliveries deliveries(
            Documents documents, AcceptBook book, VaultDeliveries.Services services, LoginWitness witness);

    /** @param home of the local connector */
    record Local(Path home) implements Backend {
        @Override
        public List<ServiceKind> services() {
            return ServiceKind.local();
        }

        @Override
        public ServiceKind legacy() {
            return ServiceKind.LEGACY_REPORTS;
        }

        @Override
        public Duration look() {
            return Duration.ofMillis(150);
        }

        @Override
        public AcceptShelf shelf(Documents documents) {
            return new AcceptFolder(home.resolve("accept"));
        }

        /** The connector's own authority signs for everybody. */
        @Override
        public Path trustedBy(ServiceKind service) {
            return home.resolve("ca").resolve("ca.pem");
        }

        @Override
        public Deliveries deliveries(
                Documents documents, AcceptBook book, VaultDeliveries.Services services, LoginWitness witness) {
            return new FileDeliveries(home, services.sockets());
        }
    }

    /** @param bundles where the team put the authorities of its PKI mount, for services to trust */
    record InVault(VaultClient client, IssuerBundles bundles) implements Backend {
        @Override
        public List<ServiceKind> services() {
            return ServiceKind.besideVault();
        }

        @Override
        public ServiceKind legacy() {
            return ServiceKind.LEGACY_BILLING;
        }

        @Override
        public Duration look() {
            return Duration.ofMillis(600);
        }

        @Override
        public AcceptShelf shelf(Documents documents) {
            return new VaultShelf(client, documents.credentials());
        }

        /** The service that nobody declared was forgotten when the issuer was changed. */
        @Override
        public Path trustedBy(ServiceKind service) {
            return service == ServiceKind.LEGACY_REPORTS ? bundles.first() : bundles.all();
        }

        @Override
        public Deliveries deliveries(
                Documents documents, AcceptBook book, VaultDeliveries.Services services, LoginWitness witness) {
            return new VaultDeliveries(client, book, services, witness, documents.identities());
        }
    }
}
