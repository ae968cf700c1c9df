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
import io.nhigovernor.samples.estate.vault.VaultClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/** Where callers read what they present, and services what they accept. */
public sealed interface Backend {
    List<ServiceKind> services();

    /** The service that no credential declares. */
    ServiceKind legacy();

    /** How long services look at what they read before they read it again. */
    Duration look();

    AcceptShelf shelf(Documents documents);

    /** @param sockets for calls that show no certificate */
    Deliveries deliveries(AcceptBook book, SSLSocketFactory sockets, LoginWitness witness);

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

        @Override
        public Deliveries deliveries(AcceptBook book, SSLSocketFactory sockets, LoginWitness witness) {
            return new FileDeliveries(home, sockets);
        }
    }

    record InVault(VaultClient client) implements Backend {
        /** Under which logins are counted. */
        static final String VAULT = "vault";

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
            return Duration.ofMillis(300);
        }

        @Override
        public AcceptShelf shelf(Documents documents) {
            return new VaultShelf(client, documents.credentials());
        }

        @Override
        public Deliveries deliveries(AcceptBook book, SSLSocketFactory sockets, LoginWitness witness) {
            return new VaultDeliveries(client, book, sockets, witness);
        }
    }
}
